using Parley.Realtime;
using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <summary>
/// What an app is told, in the order of the calls, sent by a task that lives while something waits: idle it holds nothing. Bounded:
/// <see cref="TryPost"/> says no when it is full, <see cref="PostAsync"/> waits. What is left when the connection ends is for nobody.
/// Thread-safe.
/// </summary>
internal sealed class Outbox(int capacity, HubConnection connection)
{
    private readonly Lock _gate = new();

    // There is one while there is a task that sends from it.
    private Queue<ServerMessage>? _waiting;
    private TaskCompletionSource? _room;
    private Task _sending = Task.CompletedTask;
    private bool _broken;
    private bool _closed;

    /// <summary>Takes a message if there is room.</summary>
    public bool TryPost(ServerMessage message)
    {
        lock (_gate)
        {
            if (_closed || _waiting?.Count >= capacity)
            {
                return false;
            }

            if (_broken)
            {
                return true;
            }

            if (_waiting is null)
            {
                _waiting = new Queue<ServerMessage>();
                _sending = Task.Run(SendAsync);
            }

            _waiting.Enqueue(message);
            return true;
        }
    }

    /// <summary>Takes a message, waiting while there is no room.</summary>
    /// <exception cref="ConnectionException">The outbox is closed.</exception>
    public ValueTask PostAsync(ServerMessage message, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
        : TryPost(message) ? default
        : WaitAndPostAsync(message, cancellationToken);

    /// <summary>Takes nothing more; ends when what it took is sent or the connection has ended.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _room?.TrySetResult();
            return _sending;
        }
    }

    private async ValueTask WaitAndPostAsync(ServerMessage message, CancellationToken cancellationToken)
    {
        do
        {
            Task room;
            lock (_gate)
            {
                if (_closed)
                {
                    throw new ConnectionException(RealtimeErrorCodes.Closed, "The connection has ended.", isTransient: false);
                }

                room = _waiting?.Count >= capacity ? (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
            }

            await room.WaitAsync(cancellationToken);
        }
        while (!TryPost(message));
    }

    private async Task SendAsync()
    {
        while (Next() is { } message)
        {
            try
            {
                await connection.SendAsync(message);
            }
            catch (Exception error) when (error is RealtimeException or OperationCanceledException)
            {
                Break();
            }
        }
    }

    private ServerMessage? Next()
    {
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
            if (_waiting!.TryDequeue(out var message))
            {
                return message;
            }

            _waiting = null;
            _sending = Task.CompletedTask;
            return null;
        }
    }

    private void Break()
    {
        lock (_gate)
        {
            _broken = true;
            _waiting!.Clear();
        }
    }
}
