using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>One user of a group.</summary>
/// <param name="Place">Where a <see cref="UserTable"/> keeps it; -1 if it is in none.</param>
/// <param name="Id">The user id in UTF-8. It stays as it is, whatever becomes of the table.</param>
/// <param name="State">What the group knows.</param>
internal readonly record struct UserRow(int Place, ReadOnlyMemory<byte> Id, UserState State)
{
    public string UserId => Encoding.UTF8.GetString(Id.Span);
}
