namespace GroupExitGrains.Web.Configuration;

/// <summary>Who may use the admin API.</summary>
public sealed class AdminOptions
{
    /// <summary>The keys that are accepted.</summary>
    public List<AdminKeyOptions> Keys { get; } = [];
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
