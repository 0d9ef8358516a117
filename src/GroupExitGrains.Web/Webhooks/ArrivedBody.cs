namespace GroupExitGrains.Web.Webhooks;

/// <summary>What came of reading a body: its bytes, or null and what is wrong.</summary>
internal readonly record struct ArrivedBody(byte[]? Bytes, BodyFault Fault = BodyFault.None);

/// <summary>Why there is no body.</summary>
internal enum BodyFault
{
    None,

    /// <summary>It is over the limit of one body.</summary>
    TooLarge,

    /// <summary>There is no room for it beside the others.</summary>
    NoRoom,

    /// <summary>Its time was up before its end.</summary>
    TooSlow,
}
