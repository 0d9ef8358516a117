using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Every line that was logged, at any level, with its scopes and exception.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _logged = new(0);
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> All => _lines;

    /// <summary>Waits for a line, which may have been logged already.</summary>
    public async Task UntilAsync(Func<string, bool> found)
    {
        while (!_lines.Any(found))
        {
            await _logged.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => _logged.Dispose();

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            lines._scopes.ForEachScope((scope, found) => found.Add($"{scope}"), scopes);
            lines._lines.Enqueue($"{category} {string.Join(' ', scopes)} {formatter(state, exception)} {exception}");
            lines._logged.Release();
        }
    }
}
