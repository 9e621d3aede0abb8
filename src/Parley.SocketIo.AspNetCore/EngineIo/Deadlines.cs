namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>The moments at which a session must act, as timestamps of its clock; <see cref="None"/> when there is nothing to do.</summary>
internal struct Deadlines()
{
    public const long None = long.MaxValue;

    /// <summary>Send a ping.</summary>
    public long Ping = None;

    /// <summary>A pong is late.</summary>
    public long Pong = None;

    /// <summary>The receiver asked to be called.</summary>
    public long Receiver = None;

    /// <summary>An upgrade is late.</summary>
    public long Upgrade = None;

    /// <summary>A poll that came during an upgrade is answered with a noop.</summary>
    public long Noop = None;

    /// <summary>A write is late.</summary>
    public long Send = None;

    /// <summary>A close is late.</summary>
    public long Close = None;

    public readonly long Next => Math.Min(Math.Min(Math.Min(Ping, Pong), Math.Min(Receiver, Upgrade)), Math.Min(Math.Min(Noop, Send), Close));

    public static bool TakeIfDue(ref long deadline, long now)
    {
        if (deadline > now)
        {
            return false;
        }

        deadline = None;
        return true;
    }
}
