using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parley.Testing;

/// <summary>Keeps what was logged. Errors that a test did not expect fail it through <see cref="ThrowOnErrors"/>.</summary>
public sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    /// <summary>One logged line.</summary>
    /// <param name="Category">The logger's name.</param>
    /// <param name="Level">Its level.</param>
    /// <param name="Id">Its event id.</param>
    /// <param name="Message">The formatted message.</param>
    /// <param name="Exception">The exception, if there was one.</param>
    public sealed record Entry(string Category, LogLevel Level, EventId Id, string Message, Exception? Exception);

    /// <summary>Everything so far, oldest first.</summary>
    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>Declares that errors with this event id belong to the test.</summary>
    public void Expect(int eventId) => _expected[eventId] = true;

    /// <summary>Throws when an error was logged that no <see cref="Expect"/> announced.</summary>
    public void ThrowOnErrors()
    {
        var errors = _entries.Where(e => e.Level >= LogLevel.Error && !_expected.ContainsKey(e.Id.Id)).ToList();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException("Unexpected errors were logged:" + string.Concat(errors.Select(e => $"\n{e.Category} {e.Id.Id}: {e.Message}\n{e.Exception}")));
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>A logger for a class under test that takes one itself.</summary>
    public ILogger<T> CreateLogger<T>() => new Logger<T>(this);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private class Logger(LogCollector owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner._entries.Enqueue(new Entry(category, logLevel, eventId, formatter(state, exception), exception));
    }

    private sealed class Logger<T>(LogCollector owner) : Logger(owner, typeof(T).FullName!), ILogger<T>;
}
