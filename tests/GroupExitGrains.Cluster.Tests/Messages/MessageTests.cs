using GroupExitGrains.Conformance;
using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace GroupExitGrains.Cluster.Tests.Messages;

/// <summary>What crosses between silos arrives as it was sent, from a newer version too.</summary>
public sealed class MessageTests : IDisposable
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch.AddMilliseconds(1_700_000_000_123);

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().AddClusterGroups().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Callback_RoundTrips()
    {
        var sent = Kick();

        var received = RoundTrip(sent);

        GroupChangeCodec.Encode(received.Change).ShouldBe(GroupChangeCodec.Encode(sent.Change));
        RawRequestCodec.Encode(received.Request).ShouldBe(RawRequestCodec.Encode(sent.Request));
        (received with { Change = sent.Change, Request = sent.Request }).ShouldBe(sent);
    }

    [Fact]
    public void Receipt_RoundTrips()
    {
        ShouldRoundTrip(new Receipt(CallbackId.New(Time), CallbackState.Pending));
        ShouldRoundTrip(new Receipt(CallbackId.New(Time), CallbackState.Duplicate, CallbackId.New(Time)));
    }

    [Fact]
    public void GroupSummary_RoundTrips() => ShouldRoundTrip(new GroupSummary
    {
        Group = new GroupKey("openim", "群"),
        Type = "Work",
        Status = GroupStatus.Dismissed,
        Untracked = true,
        MembershipComplete = true,
        MemberCount = 3,
        OwnerId = "boss",
        Joined = 4,
        Exits = new ExitCounts(1, 2, 3, 4),
        Duplicates = 5,
        Head = new GroupHead(6, Hash(7)),
        LastReceivedAt = Time,
    });

    [Fact]
    public void PageOfMembers_RoundTrips() => ShouldRoundTripAsPage(
        new Member("ann", GroupRole.Owner, Time), new Member("bob", GroupRole.Unknown, Since: null));

    [Fact]
    public void PageOfEntries_RoundTrips() => ShouldRoundTripAsPage(Entry(userId: "ann"), Entry(userId: null));

    [Fact]
    public void AuditQuery_RoundTrips()
    {
        var sent = new AuditQuery
        {
            Source = "openim",
            GroupId = "g",
            UserId = "u",
            Kinds = [EntryKind.Quit, EntryKind.Kicked],
            Effects = [EntryEffect.Stale],
            OperatorId = "boss",
            From = Time,
            To = Time.AddDays(1),
            Ascending = true,
            After = 7,
            Limit = 9,
        };

        var received = RoundTrip(sent);

        received.Kinds.ShouldBe(sent.Kinds);
        received.Effects.ShouldBe(sent.Effects);
        (received with { Kinds = sent.Kinds, Effects = sent.Effects }).ShouldBe(sent);
    }

    [Fact]
    public void Verification_RoundTrips() => ShouldRoundTrip(new Verification(Valid: false, 3, Hash(1), 4, "It was altered."));

    [Fact]
    public void UserSummary_RoundTrips()
    {
        var sent = new UserSummary(
            new UserKey("openim", "ann"), [new("g1", Time), new("g2", Since: null)], new ExitCounts(1, 2, 3, 4));

        var received = RoundTrip(sent);

        received.Groups.ShouldBe(sent.Groups);
        (received with { Groups = sent.Groups }).ShouldBe(sent);
    }

    [Fact]
    public void Exceptions_ArriveAsThemselvesWithoutTheirCause()
    {
        var cause = new Npgsql.NpgsqlException("The database's own.");

        var unavailable = RoundTrip<Exception>(new JournalUnavailableException("Storage is away.", cause))
            .ShouldBeOfType<JournalUnavailableException>();
        var damaged = RoundTrip<Exception>(new JournalDamagedException("Altered.", cause))
            .ShouldBeOfType<JournalDamagedException>();

        (unavailable.Message, damaged.Message).ShouldBe(("Storage is away.", "Altered."));
    }

    [Fact]
    public void EverythingThatGrainsAreAskedAndAnswer_CanBeSent()
    {
        var serializers = _services.GetRequiredService<Orleans.Serialization.Serializers.ICodecProvider>();
        var messages = new[] { typeof(IGroupGrain), typeof(IUserGrain), typeof(IPendingCallbacksGrain) }
            .SelectMany(grain => grain.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)
                .Append(method.ReturnType.GenericTypeArguments.FirstOrDefault() ?? typeof(string)))
            .Where(type => type != typeof(CancellationToken))
            .Distinct();

        foreach (var message in messages)
        {
            serializers.TryGetCodec(message).ShouldNotBeNull(message.Name);
        }
    }

    [Fact]
    public void Callback_FromANewerVersionWithMoreInIt_IsUnderstood()
    {
        var sent = Kick();
        var surrogate = new CallbackConverter().ConvertToSurrogate(sent);
        var newer = new NewerCallback
        {
            Id = surrogate.Id,
            Source = surrogate.Source,
            Command = surrogate.Command,
            ReceivedAt = surrogate.ReceivedAt,
            Request = surrogate.Request,
            Change = surrogate.Change,
            Region = "eu-west-1",
            Hops = ["gateway", "silo"],
        };

        var bytes = _services.GetRequiredService<Serializer<NewerCallback>>().SerializeToArray(newer);
        var received = _services.GetRequiredService<Serializer<Callback>>().Deserialize(bytes).ShouldNotBeNull();

        received.Id.ShouldBe(sent.Id);
        received.OperationId.ShouldBeNull();
        received.Change.Users.ShouldBe(sent.Change.Users);
    }

    [Fact]
    public void Messages_WithinASilo_AreSharedAndNotCopied()
    {
        var copier = _services.GetRequiredService<DeepCopier>();
        var callback = Kick();
        var page = new Page<Member>([new Member("ann", GroupRole.Member, Time)], Next: null);

        copier.Copy(callback).ShouldBeSameAs(callback);
        copier.Copy(page).ShouldBeSameAs(page);
    }

    private static Callback Kick() => Sample.Callback(new GroupKey("tencent", "@TGS#2J4SZEAEL"), new GroupChange
    {
        Kind = ChangeKind.Kicked,
        GroupId = "@TGS#2J4SZEAEL",
        Users = [new("ann", GroupRole.Admin, Time), new("bob")],
        ListsAllMembers = true,
        OldOwnerId = "old",
        OwnersSwapRoles = true,
        OperatorId = "boss",
        OperatorBasis = OperatorBasis.Reported,
        Reason = "spam 🚪",
        OccurredAt = Time,
        GroupType = "Community",
        Untracked = true,
    }) with
    { ClientIp = "2001:db8::1", ClientPlatform = "Web" };

    private static AuditEntry Entry(string? userId) => new(
        12,
        new LedgerEntry(3, EntryKind.Imported, userId, GroupRole.Admin, WasMember: true, EntryEffect.NoOp, Time, Hash(5)),
        new CallbackFacts
        {
            CallbackId = CallbackId.New(Time),
            Group = new GroupKey("openim", "g"),
            Change = ChangeKind.Imported,
            Command = "import",
            ReceivedAt = Time,
            Reason = "because",
            Fingerprint = new Fingerprint(UInt128.MaxValue - 1),
            Window = DuplicateWindow.Body,
            RequestDigest = Hash(9),
        },
        Hash(4));

    private static EntryHash Hash(byte fill)
    {
        Span<byte> bytes = stackalloc byte[EntryHash.Size];
        bytes.Fill(fill);
        return EntryHash.Read(bytes);
    }

    private void ShouldRoundTrip<T>(T sent) => RoundTrip(sent).ShouldBe(sent);

    private void ShouldRoundTripAsPage<T>(params T[] items)
    {
        var received = RoundTrip(new Page<T>(items, "next"));
        received.Items.ShouldBe(items);
        received.Next.ShouldBe("next");
    }

    private T RoundTrip<T>(T sent)
    {
        var serializer = _services.GetRequiredService<Serializer<T>>();
        return serializer.Deserialize(serializer.SerializeToArray(sent))!;
    }
}
