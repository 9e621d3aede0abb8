using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Devices;

namespace Parley.Cli.Conversations;

/// <summary>Plays a raw audio line: what arrives between two replies belongs to the first. Thread-safe.</summary>
internal sealed class ReplyPlayout(AudioPlayer player)
{
    private readonly Lock _gate = new();
    private int _number;

    /// <summary>Another reply begins: the one before has no more to come.</summary>
    public void Next()
    {
        lock (_gate)
        {
            player.Complete(Id);
            _number++;
        }
    }

    /// <summary>Silence now; what still arrives of the reply is dropped.</summary>
    public void Interrupt() => player.Interrupt();

    /// <summary>Takes the next piece; never waits, so that the connection goes on.</summary>
    /// <param name="pcm">Copied.</param>
    /// <param name="format">Its format.</param>
    public void Play(ReadOnlyMemory<byte> pcm, PcmFormat format)
    {
        lock (_gate)
        {
            // The player's room is larger than any reply, so this completes at once.
            _ = player.EnqueueAsync(Id, MemoryMarshal.Cast<byte, short>(pcm.Span).ToArray(), format.SampleRate).AsTask();
        }
    }

    private string Id => $"reply-{_number}";
}
