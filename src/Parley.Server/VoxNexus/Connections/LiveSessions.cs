using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Parley.Server.Settings;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>The open sockets of the face, which a stop of the server drains. Thread-safe.</summary>
internal sealed class LiveSessions : IDisposable
{
    private readonly ConcurrentDictionary<Session, bool> _sessions = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeSpan _drain;
    private TaskCompletionSource _changed = NewSignal();

    public LiveSessions(IHostApplicationLifetime lifetime, ParleyOptions options)
    {
        // The host cuts what is left at the end of its own deadline: the last words must be out before.
        _drain = TimeSpan.FromSeconds(options.Limits.DrainSeconds * 0.9);
        _stopping = lifetime.ApplicationStopping.Register(Drain);
    }

    /// <summary>Whether the server is stopping: no new sockets.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>How many sockets are open.</summary>
    public int Count => _sessions.Count;

    /// <summary>Serves a session to its end.</summary>
    public async Task RunAsync(Session session)
    {
        _sessions[session] = true;
        if (IsStopping)
        {
            session.BeginDrain(ConnectionEnd.Shutdown, _drain);
        }

        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
        }
    }

    /// <summary>Completes when no more than <paramref name="count"/> sockets are open.</summary>
    public async Task WaitForCountAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (Count <= count)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Drain()
    {
        IsStopping = true;
        foreach (var session in _sessions.Keys)
        {
            session.BeginDrain(ConnectionEnd.Shutdown, _drain);
        }
    }
}
