using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>One listing of audit entries: its filters, its order, its cursor.</summary>
internal sealed class AuditPaging
{
    private readonly string _listing;

    private AuditPaging(string listing, AuditQuery query) => (_listing, Query) = (listing, query);

    /// <summary>The filters that every history takes.</summary>
    public static IReadOnlyList<ApiParameter> Filters { get; } =
    [
        ApiParameter.Kind, ApiParameter.Operator, ApiParameter.Effect, ApiParameter.From, ApiParameter.To, ApiParameter.Order,
        ApiParameter.Limit, ApiParameter.Cursor,
    ];

    /// <summary>What to ask the history.</summary>
    public AuditQuery Query { get; }

    /// <summary>The query has a cursor; it counts, whatever start the client asked for.</summary>
    public bool Continues { get; private init; }

    /// <summary>Reads filters, order and cursor.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="listing">Which history: a cursor of another one does not fit.</param>
    /// <param name="scope">What the history is limited to.</param>
    /// <param name="ascendsByDefault">The order if neither the query nor its cursor says.</param>
    public static AuditPaging Read(ApiQuery query, string listing, AuditQuery scope, bool ascendsByDefault = false)
    {
        var cursor = Cursor.Read(query, listing);
        var ascending = query.Ascending() ?? cursor?.Ascending ?? ascendsByDefault;
        if (cursor is not null && cursor.Ascending != ascending)
        {
            throw Problems.InvalidCursor.Exception("cursor was given in the other order.");
        }

        return new AuditPaging(listing, AuditScope.Filtered(query, scope) with
        {
            Ascending = ascending,
            After = cursor?.Number() ?? scope.After,
            Limit = query.Limit(),
        })
        {
            Continues = cursor is not null,
        };
    }

    public PageView<EntryView> View(Page<AuditEntry> page) => new(
        [.. page.Items.Select(EntryView.Of)],
        page.Next is { } next ? new Cursor(_listing, Query.Ascending, next).ToString() : null);
}
