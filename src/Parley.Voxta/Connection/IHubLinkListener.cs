using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Hears what comes over a link, on its read loop: must be quick and must not throw.</summary>
internal interface IHubLinkListener
{
    /// <param name="link">Where it came: a link has messages before it is handed over.</param>
    /// <param name="message">What came.</param>
    void OnMessage(HubLink link, ServerMessage message);

    void OnCompletion(Completion completion);

    /// <param name="pcm">Valid during the call only.</param>
    void OnAudio(ReadOnlyMemory<byte> pcm);
}
