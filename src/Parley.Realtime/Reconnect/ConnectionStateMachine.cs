namespace Parley.Realtime;

/// <summary>Holds a <see cref="ConnectionState"/> and refuses transitions that make no sense. Thread-safe.</summary>
public sealed class ConnectionStateMachine
{
    private readonly object _gate = new();
    private ConnectionState _state;

    /// <summary>The state now; another thread may change it at once.</summary>
    public ConnectionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Moves if the state is the expected one.</summary>
    /// <returns>False when it is another, and nothing changed.</returns>
    /// <exception cref="InvalidOperationException">There is no such transition at all.</exception>
    public bool TryMove(ConnectionState expected, ConnectionState next)
    {
        if (!IsTransition(expected, next))
        {
            throw new InvalidOperationException($"A connection does not go from {expected} to {next}.");
        }

        lock (_gate)
        {
            if (_state != expected)
            {
                return false;
            }

            _state = next;
            return true;
        }
    }

    /// <summary>Moves, or says why not.</summary>
    /// <exception cref="InvalidOperationException">The state is not the expected one.</exception>
    public void Move(ConnectionState expected, ConnectionState next)
    {
        if (!TryMove(expected, next))
        {
            throw new InvalidOperationException($"The connection is {State}, not {expected}.");
        }
    }

    /// <summary>Moves to <see cref="ConnectionState.Closing"/> from wherever it is.</summary>
    /// <returns>False when it is closing or closed already.</returns>
    public bool TryBeginClose()
    {
        lock (_gate)
        {
            if (_state is ConnectionState.Closing or ConnectionState.Closed)
            {
                return false;
            }

            _state = ConnectionState.Closing;
            return true;
        }
    }

    /// <summary>Whether the graph has this edge.</summary>
    public static bool IsTransition(ConnectionState from, ConnectionState to) => (from, to) switch
    {
        (ConnectionState.Disconnected, ConnectionState.Connecting) => true,
        (ConnectionState.Connecting, ConnectionState.Connected or ConnectionState.Disconnected) => true,
        (ConnectionState.Connected, ConnectionState.Reconnecting or ConnectionState.Closed) => true,
        (ConnectionState.Reconnecting, ConnectionState.Connected or ConnectionState.Closed) => true,
        (ConnectionState.Closing, ConnectionState.Closed) => true,
        (not ConnectionState.Closed, ConnectionState.Closing) => from != ConnectionState.Closing,
        _ => false,
    };
}
