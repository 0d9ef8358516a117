using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>The narrow keys that stand for groups in other tables.</summary>
internal static class GroupKeys
{
    public static long? Find(Database database, GroupKey group)
    {
        var row = database.Prepared("SELECT group_key FROM groups WHERE source = ?1 AND group_id = ?2")
            .Bind(1, group.Source).Bind(2, group.GroupId);
        if (!row.Step())
        {
            return null;
        }

        var key = row.Number(0);
        row.Reset();
        return key;
    }
}
