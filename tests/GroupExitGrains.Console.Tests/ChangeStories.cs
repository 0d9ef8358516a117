using System.Text.Json;
using GroupExitGrains.Console.Tests.Browsing;
using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Standalone.Tests.Subscriptions;
using Microsoft.Playwright;

namespace GroupExitGrains.Console.Tests;

/// <summary>A subscription is changed in a form, as over the API.</summary>
public sealed class ChangeStories(Browser browser)
{
    [ChromiumFact]
    public Task OnADesk_ASubscriptionIsChanged() => ChangeAsync(1440, script: true);

    [ChromiumFact]
    public Task OnAPhoneWithoutScript_ASubscriptionIsChanged() => ChangeAsync(390, script: false);

    [ChromiumFact]
    public async Task ABadUrl_IsToldWhy_AndWhatWasTypedIsKept()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var visit = await Visit.StartAsync(browser, settings: SubscriptionClient.Settings);
        var id = await visit.Running.Client.SubscribeAsync(receiver);
        await visit.SignInAsync();
        await visit.GoAsync($"/subscriptions/change?id={id}");

        await visit.Page.GetByLabel("Name").FillAsync("compliance");
        await visit.Page.GetByLabel("URL").FillAsync("ftp://example.com/");
        await visit.Page.GetByLabel("Mode").SelectOptionAsync("binary");
        await visit.Page.GetByLabel("tencent").CheckAsync();
        await visit.Page.GetByLabel("dismissed", new() { Exact = true }).CheckAsync();
        await visit.Page.GetByLabel("Groups that begin with").FillAsync("<G>&");
        await visit.Page.GetByLabel("By operator").FillAsync("leckie");
        await SaveAsync(visit);

        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("url must be absolute, https://....");
        visit.Complaints.ShouldHaveSingleItem().ShouldContain("400");
        visit.Complaints.Clear();
        await visit.Page.ShouldBeUsableAsync();
        (await ShownAsync(visit)).ShouldBe(["compliance", "ftp://example.com/", "binary", "tencent", "dismissed", "<G>&", "leckie"]);
        (await visit.Running.Client.AskAsync($"/subscriptions/{id}")).Text("name").ShouldBe("test");

        await visit.Page.GetByLabel("URL").FillAsync($"{receiver.Url}?new");
        await SaveAsync(visit);
        await visit.ShouldComeToAsync($"/subscriptions/view?id={id}");
        var changed = await visit.Running.Client.AskAsync($"/subscriptions/{id}");
        (changed.Text("name"), changed.Text("url"), changed.Text("mode")).ShouldBe(("compliance", $"{receiver.Url}?new", "binary"));
        JsonElement.DeepEquals(
            changed.GetProperty("filter"),
            JsonElement.Parse("""{"sources":["tencent"],"kinds":["dismissed"],"groupPrefix":"<G>&","operator":"leckie"}""")).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task WhatSomebodyElseChangedMeanwhile_Stays_AndSavingTheSameIsNoChange()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var visit = await Visit.StartAsync(browser, settings: SubscriptionClient.Settings);
        var id = await visit.Running.Client.SubscribeAsync(receiver, filter: """{"kinds":["quit","kicked"],"sources":["openim"]}""");
        await visit.SignInAsync();

        await visit.GoAsync($"/subscriptions/change?id={id}");
        await SaveAsync(visit);
        await visit.ShouldComeToAsync($"/subscriptions/view?id={id}");
        (await ChangesAsync(visit)).ShouldBeEmpty();

        await visit.GoAsync($"/subscriptions/change?id={id}");
        await visit.Running.Client.SendAsync("PATCH", $"/subscriptions/{id}", $$"""{"url":"{{receiver.Url}}?moved","filter":{"kinds":["left"]} }""");
        await visit.Page.GetByLabel("Name").FillAsync("compliance");
        await SaveAsync(visit);
        await visit.ShouldComeToAsync($"/subscriptions/view?id={id}");

        var text = await visit.TextAsync();
        text.ShouldContain("compliance");
        text.ShouldContain($"{receiver.Url}?moved");
        text.ShouldContain("left");
        text.ShouldNotContain("quit, kicked");
        (await ChangesAsync(visit)).Count.ShouldBe(2);
        visit.Complaints.ShouldBeEmpty();
    }

    private async Task ChangeAsync(int width, bool script)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var visit = await Visit.StartAsync(browser, width, script: script, settings: SubscriptionClient.Settings);
        var id = await visit.Running.Client.SubscribeAsync(receiver, filter: """{"kinds":["kicked"],"groupPrefix":"G"}""");
        await visit.SignInAsync();

        await visit.GoAsync($"/subscriptions/view?id={id}");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Change", Exact = true }).ClickAsync();
        await visit.ShouldComeToAsync($"/subscriptions/change?id={id}");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("Change test");
        (await ShownAsync(visit)).ShouldBe(["test", receiver.Url, "structured", "kicked", "G", ""]);
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByLabel("Name").FillAsync("compliance");
        await visit.Page.GetByLabel("kicked").UncheckAsync();
        await visit.Page.GetByLabel("quit").CheckAsync();
        await SaveAsync(visit);

        await visit.ShouldComeToAsync($"/subscriptions/view?id={id}");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("compliance");
        (await visit.TextAsync()).ShouldContain("quit; groups that begin with G");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Running.Client.QuitAsync("G1", "u1");
        await receiver.UntilTookAsync(1);
        var change = (await ChangesAsync(visit)).ShouldHaveSingleItem();
        (change.GetProperty("actor").Text("door"), change.Text("target")).ShouldBe(("console", $"/subscriptions/{id}"));
        visit.Complaints.ShouldBeEmpty();
    }

    private static Task SaveAsync(Visit visit) => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

    private static async Task<List<JsonElement>> ChangesAsync(Visit visit) =>
    [
        .. (await visit.Running.Client.AskAllAsync("/admin/actions"))
            .Where(action => (action.Text("what"), action.Text("outcome")) == ("subscription-changed", "done")),
    ];

    /// <summary>What the fields have in them, from the top.</summary>
    private static Task<string[]> ShownAsync(Visit visit) => visit.Page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('main form :is(input:not([type=hidden], [type=checkbox]), select, input:checked)')].map(field => field.value)");
}
