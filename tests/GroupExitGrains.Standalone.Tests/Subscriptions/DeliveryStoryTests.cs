using GroupExitGrains.Standalone.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Standalone.Tests.Subscriptions;

/// <summary>Deliveries by the program as it runs, to a receiver on the loopback.</summary>
public sealed class DeliveryStoryTests
{
    [Theory]
    [InlineData("structured")]
    [InlineData("binary")]
    public async Task WhatHappens_ArrivesAsTheApiShowsIt(string mode)
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync();
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        await running.Client.SubscribeAsync(receiver, mode);

        await running.Client.TellAsync("callbackAfterKickGroupCommand", """{"groupID":"a/b 群","kickedUserIDs":["u1","用户"],"reason":"spam \"<x>\" 😀"}""");
        await receiver.UntilTookAsync(2);

        receiver.Bad.ShouldBeEmpty();
        var entries = await running.Client.AskAllAsync("/audit?order=asc");
        receiver.Taken.Select(received => received.Data.ToString()).ShouldBe(entries.Select(entry => entry.ToString()));
        receiver.Taken.Select(received => received.Type).ShouldBe(["groupexit.member.kicked", "groupexit.member.kicked"]);
    }

    [Fact]
    public async Task AFilter_LetsThroughWhatItAdmits()
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync();
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver, filter: """{"kinds":["quit"],"groupPrefix":"VIP"}""");

        await running.Client.TellAsync("callbackAfterJoinGroupCommand", """{"groupID":"VIP1","inviterUserID":"u1"}""");
        await running.Client.QuitAsync("other", "u1");
        await running.Client.QuitAsync("VIP1", "u1");
        await receiver.UntilTookAsync(1);
        await running.Client.QuitAsync("VIP2", "u2");
        await receiver.UntilTookAsync(2);

        receiver.Taken.Select(received => $"{received.Type} {received.Group}")
            .ShouldBe(["groupexit.member.quit VIP1", "groupexit.member.quit VIP2"]);
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("progress").GetProperty("behind").GetInt64() == 0);
    }

    [Fact]
    public async Task AGroupThatFails_BlocksOnlyItself_AndComesInOrderLater()
    {
        using var directory = new WorkingDirectory();
        var isMended = false;
        await using var receiver = await Receiver.StartAsync((context, take) =>
        {
            if (!Volatile.Read(ref isMended) && context.Request.Headers["ce-partitionkey"] == "openim/bad")
            {
                context.Response.StatusCode = 500;
                return context.Response.WriteAsync("not now", context.RequestAborted);
            }

            take();
            return Task.CompletedTask;
        });
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver, "binary");
        for (var i = 1; i <= 3; i++)
        {
            await running.Client.QuitAsync("bad", $"u{i}");
            await running.Client.QuitAsync("good", $"u{i}");
        }

        await receiver.UntilTookAsync(3);
        receiver.Taken.ShouldAllBe(received => received.Group == "good");
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("progress").GetProperty("waitingGroups").GetInt64() == 1);
        var waiting = (await running.Client.AskAsync($"/subscriptions/{id}/waiting")).GetProperty("items")[0];
        (waiting.Text("groupId"), waiting.Text("httpStatus"), waiting.Text("sequence")).ShouldBe(("bad", "500", "1"));
        var attempt = (await running.Client.AskAsync($"/subscriptions/{id}/deliveries?status=failed&limit=1")).GetProperty("items")[0];
        (attempt.Text("failure"), attempt.Text("response"), attempt.Text("groupId")).ShouldBe(("status 500", "not now", "bad"));

        Volatile.Write(ref isMended, true);
        await receiver.UntilTookAsync(6);
        receiver.Taken.Where(received => received.Group == "bad").Select(received => received.User).ShouldBe(["u1", "u2", "u3"]);
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("warnings").GetArrayLength() == 0);
    }

    [Fact]
    public async Task AfterTheLastAttempt_AnEventIsADeadLetter_AndCanBeDeliveredAgain()
    {
        using var directory = new WorkingDirectory();
        var isMended = false;
        await using var receiver = await Receiver.StartAsync((context, take) =>
        {
            if (!Volatile.Read(ref isMended) && context.Request.Headers["ce-subject"] == "poison")
            {
                context.Response.StatusCode = 422;
                return Task.CompletedTask;
            }

            take();
            return Task.CompletedTask;
        });
        await using var running = await RunningApp.StartAsync(
            directory,
            "--GroupExit:Subscriptions:AllowPrivateTargets=true",
            "--GroupExit:Subscriptions:RetryDelays:0=00:00:00.01",
            "--GroupExit:Subscriptions:RetryDelays:1=00:00:00.01");
        var id = await running.Client.SubscribeAsync(receiver, "binary");
        await running.Client.QuitAsync("G", "poison");
        await running.Client.QuitAsync("G", "u2");

        await receiver.UntilTookAsync(1);
        receiver.Taken[0].User.ShouldBe("u2");
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("progress").GetProperty("deadLetters").GetInt64() == 1);
        var letter = (await running.Client.AskAsync($"/subscriptions/{id}/dead-letters")).GetProperty("items")[0];
        (letter.Text("position"), letter.Text("attempts"), letter.Text("failure")).ShouldBe(("1", "3", "status 422"));
        (await running.Client.AskAsync($"/subscriptions/{id}/deliveries?position=1")).GetProperty("items").EnumerateArray()
            .Select(attempt => $"{attempt.Text("attempt")} {attempt.Text("status")}").ShouldBe(["3 given-up", "2 failed", "1 failed"]);

        Volatile.Write(ref isMended, true);
        (await running.Client.SendAsync("POST", $"/subscriptions/{id}/redeliver", """{"failedSince":"2020-01-01T00:00:00Z"}"""))
            .GetProperty("events").GetInt32().ShouldBe(1);
        await receiver.UntilTookAsync(2);
        receiver.Taken[^1].User.ShouldBe("poison");
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("progress").GetProperty("delivered").GetInt64() == 2);
        (await running.Client.AskAllAsync($"/subscriptions/{id}/dead-letters")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gone_DisablesIt_AndResumedItMissesNothing()
    {
        using var directory = new WorkingDirectory();
        var isBack = false;
        await using var receiver = await Receiver.StartAsync((context, take) =>
        {
            if (Volatile.Read(ref isBack))
            {
                take();
            }
            else
            {
                context.Response.StatusCode = 410;
            }

            return Task.CompletedTask;
        });
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver);
        await running.Client.QuitAsync("G", "u1");

        var disabled = await running.Client.UntilAsync(id, subscription => subscription.Text("state") == "disabled");
        disabled.Text("stateReason").ShouldBe("the receiver answered 410: it is gone");
        disabled.GetProperty("warnings")[0].Text("code").ShouldBe("disabled");
        await running.Client.QuitAsync("G", "u2");

        Volatile.Write(ref isBack, true);
        await running.Client.SendAsync("POST", $"/subscriptions/{id}/resume");
        await receiver.UntilTookAsync(2);
        receiver.Taken.Select(received => received.User).ShouldBe(["u1", "u2"]);
    }

    [Fact]
    public async Task PausedChangedRotatedAndRewound_ItGoesOnWhereItShould()
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync();
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver);
        await running.Client.QuitAsync("G", "u1");
        await receiver.UntilTookAsync(1);

        await running.Client.SendAsync("POST", $"/subscriptions/{id}/pause");
        await running.Client.UntilAsync(id, subscription => subscription.GetProperty("progress").GetProperty("delivered").GetInt64() == 1);
        await running.Client.QuitAsync("G", "u2");
        var rotated = await running.Client.SendAsync("POST", $"/subscriptions/{id}/rotate-secret");
        await running.Client.SendAsync("POST", $"/subscriptions/{id}/resume");

        // The receiver knows the old secret alone, which signs for a day.
        await receiver.UntilTookAsync(2);
        receiver.Secrets.Clear();
        receiver.Secrets.Add(rotated.Text("secret")!);
        await running.Client.SendAsync("POST", $"/subscriptions/{id}/redeliver", """{"from":1}""");
        await receiver.UntilTakenAsync(4);
        await running.Client.SendAsync("POST", $"/subscriptions/{id}/redeliver", """{"position":1}""");
        await receiver.UntilTakenAsync(5);

        receiver.Bad.ShouldBeEmpty();
        receiver.Taken.Select(received => received.User).ShouldBe(["u1", "u2", "u1", "u2", "u1"]);
    }

    [Fact]
    public async Task ATest_IsSentAtOnce_WhateverTheStateIs()
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync(async (context, take) =>
        {
            take();
            context.Response.StatusCode = 202;
            await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
        });
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver);
        await running.Client.SendAsync("POST", $"/subscriptions/{id}/pause");

        var test = await running.Client.SendAsync("POST", $"/subscriptions/{id}/test");

        (test.Text("delivered"), test.Text("httpStatus"), test.Text("response")!.Length).ShouldBe(("True", "202", 4096));
        var received = receiver.Taken.ShouldHaveSingleItem();
        (received.Type, received.Data.Text("subscription")).ShouldBe(("groupexit.test", id));
    }

    [Fact]
    public async Task ARedirect_IsAFailureAndNotFollowed()
    {
        using var directory = new WorkingDirectory();
        await using var elsewhere = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver);

        var test = await running.Client.SendAsync("POST", $"/subscriptions/{id}/test");

        (test.Text("delivered"), test.Text("failure")).ShouldBe(("False", "status 307: redirects are not followed"));
        elsewhere.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task ANameOfThisMachine_IsNotConnectedTo()
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync();
        await using var running = await RunningApp.StartAsync(directory);
        var url = $"https://localhost:{new Uri(receiver.Url).Port}/";
        var made = await running.Client.SendAsync("POST", "/subscriptions", $$"""{"name":"x","url":"{{url}}","start":"beginning"}""");
        await running.Client.QuitAsync("G", "u1");

        var subscription = await running.Client.UntilAsync(
            made.Text("id")!, subscription => subscription.GetProperty("progress").GetProperty("failed").GetInt64() > 0);

        subscription.GetProperty("progress").Text("lastFailure")!.ShouldStartWith("address refused: localhost is");
        receiver.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Removed_NothingIsSentAnyMore()
    {
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync();
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var id = await running.Client.SubscribeAsync(receiver);
        await running.Client.QuitAsync("G", "u1");
        await receiver.UntilTookAsync(1);

        await running.Client.SendAsync("DELETE", $"/subscriptions/{id}");
        await using var other = await Receiver.StartAsync();
        await running.Client.SubscribeAsync(other);
        await running.Client.QuitAsync("G", "u2");
        await other.UntilTookAsync(2);

        // Whoever is made later is looked at no sooner.
        await running.Client.QuitAsync("G", "u3");
        await other.UntilTookAsync(3);
        receiver.Taken.Count(received => received.User == "u3").ShouldBe(0);
    }
}
