namespace GroupExitGrains.Web.Configuration;

/// <summary>Who may use the admin API.</summary>
public sealed class AdminOptions
{
    /// <summary>The keys that are accepted.</summary>
    public List<AdminKeyOptions> Keys { get; } = [];

    /// <summary>The largest body of an import, in bytes, 1 KiB to 1 GiB. It is held in memory. Default 256 MiB.</summary>
    public int MaxImportBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most members that an import may list, 1 to 10,000,000. Default 1,000,000.</summary>
    public int MaxImportMembers { get; init; } = 1_000_000;
}

/// <summary>A key to the admin API.</summary>
public sealed class AdminKeyOptions
{
    /// <summary>Whose key it is: what logs and records say. Required, unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key: visible ASCII, sent as <c>Authorization: Bearer</c>. Required, unique.</summary>
    public string Key { get; init; } = "";

    /// <summary>What it may do. Required.</summary>
    public AdminRole? Role { get; init; }
}

/// <summary>What a key may do. Each role may do what the ones before it may.</summary>
public enum AdminRole
{
    /// <summary>Read.</summary>
    Reader,

    /// <summary>Import members, replay rejections.</summary>
    Operator,

    /// <summary>Everything.</summary>
    Admin,
}
