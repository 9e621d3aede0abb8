namespace Parley.Realtime;

/// <summary>One ready connection of a client, with everything that dies with it.</summary>
public interface ILink : IAsyncDisposable
{
    /// <summary>Completes when the link has ended; the error is null when the peer closed normally. Never faults.</summary>
    Task<ConnectionEnd> Completion { get; }
}
