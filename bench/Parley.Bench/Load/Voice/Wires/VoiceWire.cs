namespace Parley.Bench.Load.Voice.Wires;

/// <summary>How a caller talks to one of the faces: prepared packets out, the few events that count in.</summary>
internal abstract class VoiceWire
{
    /// <summary>Connects a player of its own.</summary>
    /// <param name="server">Where.</param>
    /// <param name="player">The player's name, where the face has players.</param>
    /// <param name="listens">Whether recognition is opened.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The socket that events come from and the one that audio goes to; they may be the same.</returns>
    public abstract Task<(LightWebSocket Events, LightWebSocket Microphone)> ConnectAsync(Uri server, string player, bool listens, CancellationToken cancellationToken);

    /// <summary>A frame of 16-bit audio at 16 kHz as it goes out.</summary>
    public abstract byte[] Packet(byte[] pcm);

    /// <summary>What a message tells, if it is something that counts.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="at">When it was received.</param>
    /// <exception cref="InvalidOperationException">The server reports an error.</exception>
    public abstract VoiceEvent? Parse(ReadOnlySpan<byte> payload, long at);

    /// <summary>What a message is answered with at once; empty for nothing.</summary>
    public virtual byte[] Answer(ReadOnlySpan<byte> payload, VoiceEvent? told) => [];

    protected static void Expect(ReadOnlySpan<byte> message, ReadOnlySpan<byte> part)
    {
        if (message.IndexOf(part) < 0)
        {
            throw new InvalidOperationException($"Expected {System.Text.Encoding.UTF8.GetString(part)}, got {System.Text.Encoding.UTF8.GetString(message)}.");
        }
    }

    // A parser of JSON would cost the load more than the rest of it; the server writes the fields in a fixed form.
    protected static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = json.IndexOf(name);
        if (at < 0)
        {
            return [];
        }

        var value = json[(at + name.Length)..];
        return value[..value.IndexOf((byte)'"')];
    }
}
