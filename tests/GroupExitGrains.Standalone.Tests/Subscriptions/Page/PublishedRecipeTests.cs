using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Subscriptions.Page;

/// <summary>The page's recipes for dealing with each event once, run with failures in between.</summary>
public sealed class PublishedRecipeTests
{
    private const string PushMain = """

        import sqlite3, sys

        db = sqlite3.connect("push.db", isolation_level=None)
        db.execute(SCHEMA)
        db.execute("CREATE TABLE done (subject TEXT)")
        fail = True

        def act(db, event):
            db.execute("INSERT INTO done VALUES (?)", (event["subject"],))
            if fail:
                raise RuntimeError("in the middle of it")

        answers = []
        for event in json.load(sys.stdin):
            for fail in (True, True, False, False, True):
                try:
                    take(db, {"webhook-id": event["id"]}, json.dumps(event), act)
                    answers.append(204)
                except RuntimeError:
                    answers.append(500)
        print(json.dumps([answers, [subject for subject, in db.execute("SELECT subject FROM done")]]))
        """;

    private const string PullMain = """

        import sqlite3, sys

        base, key = sys.argv[1:]
        db = sqlite3.connect("pull.db", isolation_level=None)
        db.execute(SCHEMA)
        db.execute("CREATE TABLE done (user TEXT)")
        calls = failures = 0

        class Over(Exception):
            pass

        def act(db, entry):
            global calls
            if entry["userId"] == "end":
                raise Over()
            calls += 1
            db.execute("INSERT INTO done VALUES (?)", (entry["userId"],))
            if calls % 3 == 0:
                raise RuntimeError("in the middle of it")

        while True:
            try:
                follow(db, base, key, act)
            except RuntimeError:
                failures += 1
            except Over:
                break
        print(json.dumps([failures, [user for user, in db.execute("SELECT user FROM done")]]))
        """;

    [Fact]
    public async Task Pushed_FailingAndRepeated_IsDoneOnce()
    {
        using var directory = new WorkingDirectory();
        var program = Path.Combine(directory.Path, "push.py");
        await File.WriteAllTextAsync(program, SubscriptionsPage.Block("python push") + PushMain, TestContext.Current.CancellationToken);

        var output = JsonElement.Parse(await SubscriptionsPage.RunAsync(
            directory.Path, "python3", [program], """[{"id":"a-1","subject":"u1"},{"id":"a-2","subject":"u2"}]"""));

        output[0].EnumerateArray().Select(answer => answer.GetInt32()).ShouldBe([500, 500, 204, 204, 204, 500, 500, 204, 204, 204]);
        output[1].EnumerateArray().Select(user => user.GetString()).ShouldBe(["u1", "u2"]);
    }

    [Fact]
    public async Task Pulled_FailingAndStartedAgain_IsDoneOnceInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        var program = Path.Combine(directory.Path, "pull.py");
        await File.WriteAllTextAsync(program, SubscriptionsPage.Block("python pull") + PullMain, TestContext.Current.CancellationToken);
        var users = Enumerable.Range(0, 10).Select(i => $"u{i}").ToList();
        foreach (var user in users[..5])
        {
            await running.Client.QuitAsync("G", user);
        }

        var reading = SubscriptionsPage.RunAsync(
            directory.Path,
            "python3",
            [program, running.Client.BaseAddress!.ToString().TrimEnd('/'), running.App.Options.Admin.Keys[0].Key!]);
        foreach (var user in users[5..].Append("end"))
        {
            await running.Client.QuitAsync("G", user);
        }

        var output = JsonElement.Parse(await reading);
        output[0].GetInt32().ShouldBe(4);
        output[1].EnumerateArray().Select(user => user.GetString()).ShouldBe(users);
    }
}
