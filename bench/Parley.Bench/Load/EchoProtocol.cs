namespace Parley.Bench.Load;

/// <summary>What goes to and fro in an echo: how a connection begins, the request, and how an answer is told from the rest.</summary>
internal abstract class EchoProtocol
{
    /// <summary>Frames of one request.</summary>
    public abstract byte[] Request { get; }

    /// <summary>Sent when <see cref="Count"/> says so; empty for none.</summary>
    public virtual byte[] Pong => [];

    /// <summary>Opens a connection that is ready for requests.</summary>
    public abstract Task<LightWebSocket> OpenAsync(Uri server, int buffer, CancellationToken cancellationToken);

    /// <summary>How many answers a message completes; -1 for a ping that wants <see cref="Pong"/>.</summary>
    public abstract int Count(bool isText, ReadOnlySpan<byte> payload);

    /// <summary>Whether the messages of one answer are what was asked for.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public abstract void Check(IReadOnlyList<byte[]> answer);

    protected static void CheckEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new InvalidOperationException($"Expected the answer '{Text(expected)}', got '{Text(actual)}'.");
        }

        static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 200)]);
    }
}
