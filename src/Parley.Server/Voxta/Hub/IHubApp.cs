using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Hub;

/// <summary>What stands behind a connection. Called by its read loop, one call at a time.</summary>
internal interface IHubApp : IAsyncDisposable
{
    /// <summary>Takes a message. What throws <see cref="HubException"/> is refused; anything else that throws is reported as an internal error.</summary>
    ValueTask HandleAsync(ClientMessage message, HubCall call);

    /// <summary>Takes raw PCM; never waits.</summary>
    void HandleAudio(ReadOnlySpan<byte> pcm);
}
