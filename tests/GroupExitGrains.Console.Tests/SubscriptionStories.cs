using GroupExitGrains.Console.Tests.Browsing;
using GroupExitGrains.Standalone.Tests.Subscriptions;
using Microsoft.Playwright;

namespace GroupExitGrains.Console.Tests;

/// <summary>Subscriptions as an admin looks after them in a browser, against a receiver that checks every signature.</summary>
public sealed class SubscriptionStories(Browser browser)
{
    [ChromiumFact]
    public Task OnADesk_MadeTestedPausedRotatedRemoved() => WalkAsync(1440, script: true);

    [ChromiumFact]
    public Task OnAPhoneWithoutScript_MadeTestedPausedRotatedRemoved() => WalkAsync(390, script: false);

    private async Task WalkAsync(int width, bool script)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var visit = await Visit.StartAsync(browser, width, script: script, settings: SubscriptionClient.Settings);
        await visit.SignInAsync();

        // What is wrong is said, and what was filled in is kept.
        await visit.GoAsync("/subscriptions");
        (await visit.TextAsync()).ShouldContain("Nothing is sent anywhere");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByLabel("Name").FillAsync("compliance");
        await visit.Page.GetByLabel("URL").FillAsync("ftp://example.com/");
        await visit.Page.GetByLabel("quit").CheckAsync();
        await visit.Page.GetByLabel("Groups that begin with").FillAsync("G");
        await ClickAsync(visit, "Make");
        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("url must be absolute, https://....");
        visit.Complaints.Clear();
        (await visit.Page.GetByLabel("Name").InputValueAsync()).ShouldBe("compliance");
        (await visit.Page.GetByLabel("quit").IsCheckedAsync()).ShouldBeTrue();
        (await visit.Page.GetByLabel("Groups that begin with").InputValueAsync()).ShouldBe("G");
        await visit.Page.GetByLabel("URL").FillAsync(receiver.Url);
        await ClickAsync(visit, "Make");
        receiver.Secrets.Add(await SecretAsync(visit));
        await visit.Page.ShouldBeUsableAsync();

        await ClickAsync(visit, "Send a test event");
        (await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldStartWith("The test event was taken: status 200");
        await visit.Running.Client.QuitAsync("G1", "u1");
        await receiver.UntilTookAsync(2);
        receiver.Taken[^1].User.ShouldBe("u1");
        await visit.GoAsync("/subscriptions");
        (await visit.TextAsync()).ShouldContain("compliance");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "compliance" }).ClickAsync();
        await UntilAsync(visit, "G1");
        (await visit.TextAsync()).ShouldNotContain("whsec_");
        await visit.Page.ShouldBeUsableAsync();
        await visit.Page.GetByLabel("Outcome").SelectOptionAsync("failed");
        await ClickAsync(visit, "Filter");
        (await visit.TextAsync()).ShouldContain("No attempt is like that.");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();

        await ClickAsync(visit, "Pause");
        (await visit.TextAsync()).ShouldContain("paused by ");
        await ClickAsync(visit, "Rotate the secret");
        var rotated = await SecretAsync(visit);
        (await visit.TextAsync()).ShouldContain("The old one signs, too, until");
        receiver.Secrets.ShouldNotContain(rotated);
        receiver.Secrets.Clear();
        receiver.Secrets.Add(rotated);
        await ClickAsync(visit, "Resume");
        await visit.Page.GetByLabel("Position").First.FillAsync("1");
        await ClickAsync(visit, "Deliver it again");
        (await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldBe("1 are delivered again.");
        await receiver.UntilTakenAsync(3);
        receiver.Bad.ShouldBeEmpty();

        await visit.Page.GetByText("Delete ...").ClickAsync();
        await ClickAsync(visit, "Delete for good");
        await visit.ShouldComeToAsync("/subscriptions");
        (await visit.TextAsync()).ShouldContain("Nothing is sent anywhere");
        visit.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task AReceiverThatIsGone_IsOnTheOverview_AndWhatWasGivenUpIsDeliveredAgain()
    {
        var answer = 422;
        await using var receiver = await Receiver.StartAsync((context, take) =>
        {
            context.Response.StatusCode = Volatile.Read(ref answer);
            if (context.Response.StatusCode == 200)
            {
                take();
            }

            return Task.CompletedTask;
        });
        await using var visit = await Visit.StartAsync(browser, width: 390, settings:
        [
            "--GroupExit:Subscriptions:AllowPrivateTargets=true", "--GroupExit:Subscriptions:RetryDelays:0=00:00:00.01",
        ]);
        var id = await visit.Running.Client.SubscribeAsync(receiver);
        await visit.Running.Client.QuitAsync("G1", "u1");
        await visit.SignInAsync();

        await visit.GoAsync($"/subscriptions/view?id={id}");
        await UntilAsync(visit, "Dead letters");
        (await visit.TextAsync()).ShouldContain("status 422");
        await visit.Page.ShouldBeUsableAsync();
        Volatile.Write(ref answer, 410);
        await visit.Running.Client.QuitAsync("G2", "u2");
        await visit.GoAsync("/");
        await UntilAsync(visit, "It delivers nothing");
        (await visit.TextAsync()).ShouldContain("dead-letters");
        await visit.Page.ShouldBeUsableAsync();

        Volatile.Write(ref answer, 200);
        await visit.Page.Locator(".warnings a").First.ClickAsync();
        await ClickAsync(visit, "Resume");
        await receiver.UntilTookAsync(1);
        await ClickAsync(visit, "Deliver position 1 again");
        await receiver.UntilTookAsync(2);
        receiver.Taken.Select(received => received.User).ShouldBe(["u2", "u1"]);
        visit.Complaints.ShouldBeEmpty();
    }

    private static Task ClickAsync(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static async Task<string> SecretAsync(Visit visit) => (await visit.Page.Locator("pre[aria-label=Secret]").InnerTextAsync()).Trim();

    /// <summary>Loads the page again until it says something.</summary>
    private static async Task UntilAsync(Visit visit, string text)
    {
        while (!(await visit.TextAsync()).Contains(text, StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await visit.Page.ReloadAsync();
        }
    }
}
