namespace GroupExitGrains.Membership;

/// <summary>A user listed twice counts once, in the place first named, with the highest role given.</summary>
internal static class EachUserOnce
{
    public static IReadOnlyList<ChangedUser> Of(IReadOnlyList<ChangedUser> users)
    {
        if (users.Count < 2)
        {
            return users;
        }

        var places = new Dictionary<string, int>(users.Count, StringComparer.Ordinal);
        List<ChangedUser>? once = null;
        for (var i = 0; i < users.Count; i++)
        {
            var user = users[i];
            if (places.TryAdd(user.UserId, once?.Count ?? i))
            {
                once?.Add(user);
                continue;
            }

            once ??= [.. users.Take(i)];
            var place = places[user.UserId];
            once[place] = Together(once[place], user);
        }

        return once ?? users;
    }

    private static ChangedUser Together(ChangedUser first, ChangedUser second) =>
        new(first.UserId, second.Role > first.Role ? second.Role : first.Role, first.Since ?? second.Since);
}
