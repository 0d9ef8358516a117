using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>Keeps what is logged.</summary>
internal sealed class CapturedLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);

    public IEnumerable<string> At(LogLevel level) => _lines.Where(line => line.Level == level).Select(line => line.Text);

    /// <summary>Completes when something with this text in it has been logged.</summary>
    public Task WhenAsync(string text)
    {
        var awaited = _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Tell(awaited, text);
        return awaited.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        foreach (var (text, awaited) in _awaited)
        {
            Tell(awaited, text);
        }
    }

    private void Tell(TaskCompletionSource awaited, string text)
    {
        if (_lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal)))
        {
            awaited.TrySetResult();
        }
    }
}
