using System.Buffers;
using System.Text.Json;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// Answers in OpenIM's form. <c>nextCode</c> 1 would block the operation and is never sent; a non-zero
/// <c>actionCode</c> does not block.
/// </summary>
internal static class OpenImAnswers
{
    public static ReadOnlyMemory<byte> Ok { get; } =
        """{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0}"""u8.ToArray();

    /// <summary>An OK that says again what is copied from the answer over the request.</summary>
    public static ReadOnlyMemory<byte> OkWithEcho(ref JsonBody request, CopiedAnswer copied) =>
        Write(actionCode: 0, errCode: 0, errMsg: "", errDlt: "", copied, ref request);

    /// <summary>A FAIL, which too is copied over the request.</summary>
    public static ReadOnlyMemory<byte> Fail(
        int errCode, string errMsg, string errDlt, ref JsonBody request, CopiedAnswer copied) =>
        Write(actionCode: 1, errCode, errMsg, errDlt, copied, ref request);

    private static ReadOnlyMemory<byte> Write(
        int actionCode, int errCode, string errMsg, string errDlt, CopiedAnswer copied, ref JsonBody request)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteNumber("actionCode"u8, actionCode);
        json.WriteNumber("errCode"u8, errCode);
        json.WriteString("errMsg"u8, errMsg);
        json.WriteString("errDlt"u8, errDlt);
        json.WriteNumber("nextCode"u8, 0);
        foreach (var name in copied.Fields)
        {
            var value = request.Find(name);
            if (!value.IsMissing)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value.Json, skipInputValidation: true);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
