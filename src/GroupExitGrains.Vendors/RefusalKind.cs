namespace GroupExitGrains.Vendors;

/// <summary>Why a request is refused.</summary>
public enum RefusalKind
{
    /// <summary>The sender did not prove to be the configured one: 401.</summary>
    Unauthorized,

    /// <summary>The content makes no sense: 400.</summary>
    Malformed,
}
