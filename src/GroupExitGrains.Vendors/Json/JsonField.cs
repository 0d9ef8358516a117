using System.Text.Json;

namespace GroupExitGrains.Vendors.Json;

/// <summary>Where a field of the body's object lies: offsets into its bytes, quotes included.</summary>
internal readonly record struct JsonField(
    int NameStart, int NameEnd, bool NameIsEscaped, int ValueStart, int ValueEnd, bool ValueIsEscaped, JsonTokenType Type);
