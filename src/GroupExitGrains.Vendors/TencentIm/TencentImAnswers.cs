using System.Buffers;
using System.Text.Json;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// Answers in Tencent Cloud IM's form. A FAIL goes with a status other than 200, which the vendor takes for a failed
/// callback and not for a decision.
/// </summary>
internal static class TencentImAnswers
{
    public static ReadOnlyMemory<byte> Ok { get; } =
        """{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Fail(int errorCode, string errorInfo)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("ActionStatus"u8, "FAIL"u8);
        json.WriteString("ErrorInfo"u8, errorInfo);
        json.WriteNumber("ErrorCode"u8, errorCode);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
