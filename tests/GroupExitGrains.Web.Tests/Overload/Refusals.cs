using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Overload;

/// <summary>What an answered request has held is let go of a moment after its answer.</summary>
internal static class Refusals
{
    /// <summary>Asks until it is not refused for lack of room.</summary>
    public static async Task<Answer> UntilTakenAsync(Func<Task<Answer>> ask)
    {
        while (true)
        {
            var answer = await ask();
            if (answer.Status != 503)
            {
                return answer;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
