using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>Puts the spool between the webhooks and the groups, wherever those are.</summary>
internal static class SpoolServices
{
    /// <summary>What is left of the time of an answer to give it when journal and disk have had theirs.</summary>
    private static readonly TimeSpan Answering = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds <see cref="IGroups"/> over these groups.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">The settings.</param>
    /// <param name="directory">What a relative folder is relative to.</param>
    /// <param name="depth">How many callbacks of a group may be under way together and still keep their order.</param>
    public static void AddSpoolBefore<TGroups>(
        this IServiceCollection services, GroupExitOptions options, string directory, int depth)
        where TGroups : class, IGroups
    {
        if (!options.Spool.Enabled)
        {
            services.AddSingleton<IGroups>(provider => provider.GetRequiredService<TGroups>());
            return;
        }

        services.AddSingleton(provider => Open(provider, ToCallbackSpoolOptions(options, directory, depth)));
        services.AddSingleton(provider => new SpoolingGroups(
            provider.GetRequiredService<TGroups>(),
            provider.GetRequiredService<CallbackSpool>(),
            provider.GetRequiredService<ILogger<SpoolingGroups>>()));
        services.AddSingleton<IGroups>(provider => provider.GetRequiredService<SpoolingGroups>());
        services.AddSingleton<ISpool>(provider => provider.GetRequiredService<SpoolingGroups>());
        services.AddHostedService<SpoolDrain>();
    }

    private static CallbackSpoolOptions ToCallbackSpoolOptions(GroupExitOptions options, string directory, int depth) => new()
    {
        Folder = Path.Combine(directory, options.Spool.Directory ?? Path.Combine(options.DataDirectory, "spool")),
        Deadline = options.Spool.Deadline,
        AcceptWithin = options.AnswerWithin - Answering,
        MaxBytes = options.Spool.MaxBytes,
        MaxAge = options.Spool.MaxAge,
        SegmentBytes = options.Spool.SegmentBytes,
        DrainDepth = depth,
        DrainDeadline = TimeSpan.FromSeconds(10) > options.Spool.Deadline ? TimeSpan.FromSeconds(10) : options.Spool.Deadline,
    };

    private static CallbackSpool Open(IServiceProvider provider, CallbackSpoolOptions options)
    {
        try
        {
            return CallbackSpool.Open(
                options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CallbackSpool>>());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException($"{GroupExitOptions.Section}:Spool:Directory: {fault.Message}", fault);
        }
    }

    /// <summary>Drains from the start of the process to its stop; what waits then is drained after the next start.</summary>
    private sealed class SpoolDrain(SpoolingGroups groups) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            groups.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => groups.StopAsync();
    }
}
