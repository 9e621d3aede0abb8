using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

/// <summary>The client behind a link.</summary>
internal interface IVoxNexusLinkListener
{
    /// <summary>Takes a message of the client's own kind. The frame is valid during the call; what waits must not hold it.</summary>
    ValueTask OnFrameAsync(VoxNexusLink link, in WireFrame frame);

    /// <summary>Takes a binary message: audio, when that was asked for.</summary>
    ValueTask OnBinaryAsync(VoxNexusLink link, ReadOnlySpan<byte> payload);

    /// <summary>Takes an error that came after <c>ready</c>.</summary>
    void OnError(VoxNexusLink link, ErrorMessage error);

    /// <summary>Takes an event that needs nothing of the client.</summary>
    void Publish(VoxNexusEvent e);
}
