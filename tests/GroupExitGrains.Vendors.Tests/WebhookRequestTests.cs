namespace GroupExitGrains.Vendors.Tests;

public sealed class WebhookRequestTests
{
    [Fact]
    public void ToRaw_KeepsChosenHeadersInOrderAndTheBodyItself()
    {
        var body = new byte[] { 1, 2, 3 };
        var raw = (Given.OpenIm("command", body) with
        {
            UserAgent = "Go-http-client/1.1",
            OperationId = "op",
            ContentType = "application/json; charset=utf-8",
        }).ToRaw();

        raw.Headers.ShouldBe([
            new("operationid", "op"),
            new("content-type", "application/json; charset=utf-8"),
            new("user-agent", "Go-http-client/1.1"),
        ]);
        raw.Query.ShouldBeEmpty();
        raw.Body.Span.Overlaps(body).ShouldBeTrue();
    }

    [Fact]
    public void ToRaw_Nothing_IsEmpty()
    {
        var raw = default(WebhookRequest).ToRaw();

        raw.Headers.ShouldBeEmpty();
        raw.Body.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a=b&c", "op", "application/json", null)]
    [InlineData(null, null, null, "Go-http-client/1.1")]
    [InlineData("", "", "text/plain", "")]
    public void FromRaw_WhatToRawKept_IsTheSameAgain(string? query, string? operationId, string? contentType, string? userAgent)
    {
        var request = Given.OpenIm("command", [1, 2, 3]) with
        {
            Query = query,
            OperationId = operationId,
            ContentType = contentType,
            UserAgent = userAgent,
        };
        var raw = request.ToRaw();

        var again = WebhookRequest.FromRaw(
            request.Source, request.CallbackId, request.ReceivedAt, request.CommandFromPath, raw);

        again.ShouldBe(request with { Query = string.IsNullOrEmpty(query) ? null : query });
        again.ToRaw().Headers.ShouldBe(raw.Headers);
    }

    [Theory]
    [InlineData("OpenIM", "open-im")]
    [InlineData("openim", "open-im")]
    [InlineData("TencentIM", "tencent-im")]
    public void TryFind_Name_IsFoundInAnyCase(string name, string id)
    {
        KnownVendors.TryFind(name, out var vendor).ShouldBeTrue();
        vendor!.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("open-im")]
    [InlineData("")]
    [InlineData(null)]
    public void TryFind_AnythingElse_IsNotFound(string? name) => KnownVendors.TryFind(name, out _).ShouldBeFalse();
}
