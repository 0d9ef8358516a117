using System.Text;
using GroupExitGrains.Console.Tests.Browsing;
using GroupExitGrains.Standalone.Tests.Subscriptions;
using Microsoft.Playwright;

namespace GroupExitGrains.Console.Tests;

/// <summary>The console as its users walk it, in a browser.</summary>
public sealed class ConsoleStories(Browser browser)
{
    [ChromiumFact]
    public async Task FirstStart_SignsIn_AndIsToldWhatToPaste()
    {
        await using var visit = await Visit.StartAsync(browser);

        await visit.GoAsync("/groups?prefix=G");
        visit.Page.Url.ShouldContain("/sign-in?return=");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByLabel("Admin key").FillAsync(visit.Running.App.Options.Admin.Keys[0].Key!);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.ShouldComeToAsync("/groups?prefix=G");
        await visit.Page.ShouldBeUsableAsync();

        await visit.GoAsync("/");
        var text = await visit.TextAsync();
        text.ShouldContain("Nothing has come yet");
        text.ShouldContain($"url: {visit.Running.Client.BaseAddress}webhooks/openim");
        text.ShouldContain("afterKickGroupMember:");
        text.ShouldContain("Group.CallbackAfterMemberExit");
        await visit.Page.ShouldBeUsableAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task AWrongKey_IsRefused_AndSaidSo()
    {
        await using var visit = await Visit.StartAsync(browser);

        await visit.SignInAsync("wrong");

        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("The key is not known here.");
        await visit.Page.ShouldBeUsableAsync();
        (await visit.GoAsync("/")).Url.ShouldContain("/sign-in");
    }

    [ChromiumFact]
    public async Task AKickStorm_IsSeenLive_WithoutAGap()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.SignInAsync();
        await visit.GoAsync("/live");
        await visit.Page.Locator("[data-state=on]").WaitForAsync();

        await KickAsync(visit, 0, 20);
        await Assertions.Expect(visit.Page.Locator("#live tbody tr")).ToHaveCountAsync(20);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await KickAsync(visit, 20, 5);
        await Assertions.Expect(visit.Page.Locator("[data-live-state]")).ToHaveTextAsync("paused, 5 waiting");
        (await visit.Page.Locator("#live tbody tr").CountAsync()).ShouldBe(20);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#live tbody tr")).ToHaveCountAsync(25);

        var seen = await visit.Page.Locator("#live tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.position)");
        seen.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(position => $"{position}"));
        await visit.Page.ShouldBeUsableAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task ARowThatCameLive_IsTheRowThatTheServerMakes()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.SignInAsync();
        await visit.GoAsync("/live");
        await visit.Page.Locator("[data-state=on]").WaitForAsync();

        await KickAsync(visit, 0, 2);
        await visit.Running.SendSampleAsync("tencent-kicked");
        await visit.Running.SendSampleAsync("openim-quit");
        await Assertions.Expect(visit.Page.Locator("#live tbody tr")).ToHaveCountAsync(5);
        var live = await LooksAsync(visit);
        await visit.Page.ReloadAsync();
        await visit.Page.Locator("[data-state=on]").WaitForAsync();

        (await LooksAsync(visit)).ShouldBe(live);
    }

    [ChromiumFact]
    public async Task TheFeedIsCut_GoesOnWhereItWas()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.SignInAsync();
        await visit.GoAsync("/live");
        await visit.Page.Locator("[data-state=on]").WaitForAsync();
        await KickAsync(visit, 0, 3);
        await Assertions.Expect(visit.Page.Locator("#live tbody tr")).ToHaveCountAsync(3);

        await visit.Page.Context.SetOfflineAsync(true);
        await visit.Page.EvaluateAsync("() => window.dispatchEvent(new Event('offline'))");
        await KickAsync(visit, 3, 4);
        await visit.Page.Context.SetOfflineAsync(false);

        await Assertions.Expect(visit.Page.Locator("#live tbody tr")).ToHaveCountAsync(7);
        var seen = await visit.Page.Locator("#live tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.position)");
        seen.ShouldBe(["7", "6", "5", "4", "3", "2", "1"]);
    }

    [ChromiumFact]
    public async Task AUsersStory_LeadsFromSearchToTheRawCallback()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.Running.SendSampleAsync("tencent-create");
        await visit.Running.SendSampleAsync("tencent-join");
        await visit.Running.SendSampleAsync("tencent-kicked");
        await visit.SignInAsync();

        await visit.GoAsync("/users");
        await visit.Page.GetByLabel("User id").FillAsync("jared");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await visit.ShouldComeToAsync("/users/view?source=tencent&user=jared");
        var text = await visit.TextAsync();
        text.ShouldContain("kicked");
        text.ShouldContain("leckie");
        text.ShouldContain("@TGS#2J4SZEAEL");
        await visit.Page.ShouldBeUsableAsync();

        // The reader's zone is eight hours ahead of the title, which is UTC.
        var time = visit.Page.Locator(".entries time").First;
        var told = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, null);
        (await time.InnerTextAsync()).ShouldBe(told.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", null));
        (await time.GetAttributeAsync("title")).ShouldEndWith(" UTC");

        await visit.Page.Locator(".entries a[href^='/callbacks/']").First.ClickAsync();
        (await visit.TextAsync()).ShouldContain("\"Operator_Account\": \"leckie\"");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "@TGS#2J4SZEAEL" }).First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the chain" }).ClickAsync();
        (await visit.TextAsync()).ShouldContain("The chain holds.");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        (await visit.TextAsync()).ShouldContain("Report on group @TGS#2J4SZEAEL");
        (await visit.TextAsync()).ShouldContain("The chain holds.");
        await visit.Page.ShouldBeUsableAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task AnImport_ThatIsWrong_IsShownAgain_AndThenMakesTheMembershipComplete()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.Running.SendSampleAsync("openim-kick");
        await visit.SignInAsync();

        await visit.GoAsync("/groups/view?source=openim&group=G001");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Import the full list" }).ClickAsync();
        await visit.Page.GetByLabel("Members").FillAsync("""[{"userId": "user1", "role": "king"}]""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("role is 'king'");
        await visit.Page.ShouldBeUsableAsync();
        visit.Complaints.Clear();
        (await visit.Page.GetByLabel("Members").InputValueAsync()).ShouldContain("king");
        await visit.Page.GetByLabel("Members").FillAsync("""[{"userId": "user1", "role": "owner"}, {"userId": "user2"}]""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();

        await visit.ShouldComeToAsync("/groups/view?source=openim&group=G001&imported=");
        var text = await visit.TextAsync();
        text.ShouldContain("The list was imported.");
        text.ShouldContain("complete");
        text.ShouldContain("user1");
        await visit.Page.ShouldBeUsableAsync();
        var actions = await visit.Running.Client.GetStringAsync("/api/v1/admin/actions", TestContext.Current.CancellationToken);
        actions.ShouldContain("\"door\":\"console\"");
        actions.ShouldContain("members-imported");
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task ARejection_IsLookedAt_AndReplayed()
    {
        await using var visit = await Visit.StartAsync(browser, settings: ["--GroupExit:Sources:openim:Vendor=OpenIM", "--GroupExit:Sources:openim:PathSecret=not-a-secret"]);
        await SendAsync(visit, "/webhooks/openim/wrong/callbackAfterQuitGroupCommand", """{"groupID":"G7","userID":"late"}""");
        await visit.SignInAsync();

        await visit.GoAsync("/rejections");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.Locator("table a").First.ClickAsync();
        (await visit.TextAsync()).ShouldContain("wrong-secret");
        (await visit.TextAsync()).ShouldContain("\"userID\":\"late\"");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();

        await visit.Page.GetByText("What it added to the history").ClickAsync();
        (await visit.TextAsync()).ShouldContain("late");
        (await visit.TextAsync()).ShouldContain("quit");
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task EveryPage_InTheDark_AndOnAPhone_IsUsable()
    {
        // One event is given up and the others are taken: each table of a subscription has rows.
        await using var receiver = await Receiver.StartAsync((context, take) =>
        {
            if (context.Request.Headers["ce-type"] == "groupexit.group.created")
            {
                context.Response.StatusCode = 422;
            }
            else
            {
                take();
            }

            return Task.CompletedTask;
        });
        await using var visit = await Visit.StartAsync(browser, width: 390, scheme: ColorScheme.Dark, settings:
        [
            "--GroupExit:Subscriptions:AllowPrivateTargets=true", "--GroupExit:Subscriptions:RetryDelays:0=00:00:00.01",
        ]);
        var id = await visit.Running.Client.SubscribeAsync(receiver, mode: "binary");
        foreach (var sample in new[] { "openim-create", "openim-join", "openim-kick", "openim-quit", "tencent-create", "tencent-kicked", "openim-dismiss" })
        {
            await visit.Running.SendSampleAsync(sample);
        }

        await SendAsync(visit, "/webhooks/openim/callbackAfterQuitGroupCommand", "{");
        await visit.Running.Client.UntilAsync(id, subscription =>
            subscription.GetProperty("progress").GetProperty("deadLetters").GetInt64() > 0
            && subscription.GetProperty("progress").GetProperty("delivered").GetInt64() > 0);
        await visit.SignInAsync();
        foreach (var address in new[]
        {
            "/", "/?period=hour", "/?period=month", "/groups", "/groups?prefix=none", "/groups/view?source=openim&group=G001&verify=now",
            "/groups/members?source=openim&group=G002", "/groups/import?source=openim&group=G002", "/users", "/users?user=user1",
            "/users/view?source=openim&user=user456&kind=exits", "/live", "/rejections", "/report?source=openim&user=user456", "/setup",
            "/subscriptions", $"/subscriptions/view?id={id}", $"/subscriptions/change?id={id}",
        })
        {
            (await visit.GoAsync(address)).Status.ShouldBe(200, address);
            await visit.Page.ShouldBeUsableAsync();
        }

        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(17, 21, 24)");
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task TheOverview_ChartsExits_InWordsToo()
    {
        await using var visit = await Visit.StartAsync(browser);
        await KickAsync(visit, 0, 3);
        await visit.Running.SendSampleAsync("tencent-kicked");
        await visit.SignInAsync();

        // Counts follow the journal within about a second.
        var chart = visit.Page.GetByRole(AriaRole.Img, new() { Name = "Exits per minute in the last hour: 5 in all" });
        while (await chart.CountAsync() == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await visit.GoAsync("/?period=hour");
        }

        var text = await visit.TextAsync();
        text.ShouldContain("leckie");
        text.ShouldContain("joins-not-seen");
        await visit.Page.ShouldBeUsableAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task WithoutScript_EverythingButTheFeedWorks()
    {
        await using var visit = await Visit.StartAsync(browser, script: false);
        await visit.Running.SendSampleAsync("openim-kick");
        await visit.SignInAsync();

        await visit.GoAsync("/groups/view?source=openim&group=G001");
        (await visit.TextAsync()).ShouldContain("user456");
        (await visit.Page.Locator("button.copy:visible").CountAsync()).ShouldBe(0);
        await visit.GoAsync("/live");
        (await visit.TextAsync()).ShouldContain("Without JavaScript");
        (await visit.Page.Locator("#live tbody tr").CountAsync()).ShouldBe(2);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Change to light" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        visit.Page.Url.ShouldEndWith("/live");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.ShouldComeToAsync("/sign-in");
        (await visit.GoAsync("/")).Url.ShouldContain("/sign-in");
    }

    [ChromiumFact]
    public async Task ByKeyboard_TheFirstStopLeadsToTheContent()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.SignInAsync();
        await visit.GoAsync("/groups");

        var stops = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            stops.Add(await visit.Page.EvaluateAsync<string>("(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || document.activeElement.name).trim()"));
            (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid", stops[^1]);
        }

        stops[..8].ShouldBe(["Skip to the content", "GroupExit", "Overview", "Groups", "Users", "Live", "Rejections", "Subscriptions"]);
        stops[10].ShouldBe("prefix");
    }

    [ChromiumFact]
    public async Task HostileIds_AreShownAsTheyAre_AndLeadToThemselves()
    {
        await using var visit = await Visit.StartAsync(browser);
        string[] ids = ["..", "a/b", "a%2Fb", "@TGS#1", "<script>alert(1)</script>", "a b&c=d", "群"];
        foreach (var id in ids)
        {
            await SendAsync(visit, "/webhooks/openim/callbackAfterQuitGroupCommand", System.Text.Json.JsonSerializer.Serialize(new { groupID = id, userID = id }));
        }

        await visit.SignInAsync();
        foreach (var id in ids)
        {
            await visit.GoAsync("/groups");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = id, Exact = true }).ClickAsync();
            (await visit.Page.Locator("h1 .mono").InnerTextAsync()).ShouldBe(id);
            await visit.Page.Locator(".entries").GetByRole(AriaRole.Link, new() { Name = id, Exact = true }).ClickAsync();
            (await visit.Page.Locator("h1 .mono").InnerTextAsync()).ShouldBe(id);
        }

        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task KickAsync(Visit visit, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            await SendAsync(visit, "/webhooks/openim/callbackAfterKickGroupCommand", $$"""{"groupID":"storm","kickedUserIDs":["user{{i}}"],"reason":"spam"}""");
        }
    }

    private static async Task SendAsync(Visit visit, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await visit.Running.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        response.Headers.GetValues("Callback-Id").ShouldNotBeEmpty();
    }

    /// <summary>Each row of the feed: what it shows, what its parts are called, and where they lead.</summary>
    private static Task<string[]> LooksAsync(Visit visit) => visit.Page.Locator("#live tbody tr").EvaluateAllAsync<string[]>(
        """
        rows => rows.map(row => JSON.stringify([...row.querySelectorAll('*')].map(e =>
          [e.tagName, e.className, e.dataset.label, e.title, e.children.length ? '' : e.textContent.trim(), e.pathname, decodeURIComponent(e.search ?? '')])))
        """);
}
