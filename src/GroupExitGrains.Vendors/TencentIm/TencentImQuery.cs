using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// What Tencent Cloud IM puts into the query (https://www.tencentcloud.com/document/product/1047/34354). All of it may be
/// missing: <c>Sign</c> and <c>RequestTime</c> come only with authentication switched on, <c>ClientIP</c> and
/// <c>OptPlatform</c> not with every command.
/// </summary>
internal readonly ref struct TencentImQuery
{
    private TencentImQuery(ReadOnlySpan<char> query)
    {
        string? repeated = null;
        foreach (var range in query.Split('&'))
        {
            var parameter = QueryParameter.Read(query[range]);
            if (parameter.IsNamed("SdkAppid"))
            {
                SdkAppId = Only(SdkAppId, parameter, "SdkAppid");
            }
            else if (parameter.IsNamed("CallbackCommand"))
            {
                Command = Only(Command, parameter, "CallbackCommand");
            }
            else if (parameter.IsNamed("Sign"))
            {
                Sign = Only(Sign, parameter, "Sign");
            }
            else if (parameter.IsNamed("RequestTime"))
            {
                RequestTime = Only(RequestTime, parameter, "RequestTime");
            }
            else if (parameter.IsNamed("ClientIP"))
            {
                ClientIp = Only(ClientIp, parameter, "ClientIP");
            }
            else if (parameter.IsNamed("OptPlatform"))
            {
                Platform = Only(Platform, parameter, "OptPlatform");
            }
        }

        Repeated = repeated;

        string Only(string? known, QueryParameter parameter, string name)
        {
            repeated = known is null ? repeated : name;
            return parameter.Value;
        }
    }

    public string? SdkAppId { get; }

    public string? Command { get; }

    public string? Sign { get; }

    public string? RequestTime { get; }

    public string? ClientIp { get; }

    public string? Platform { get; }

    /// <summary>
    /// A parameter that occurs more than once. Two readers would take different ones, and what was verified need not be
    /// what was meant.
    /// </summary>
    public string? Repeated { get; }

    public static TencentImQuery Read(string? query) => new(query);
}
