using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Parley.Realtime;

/// <summary>Puts asterisks over the secrets before a tap sees a message. Thread-safe.</summary>
public sealed class RedactingTap
{
    private readonly TrafficTap _tap;
    private readonly byte[][] _secrets;

    /// <summary>Creates one.</summary>
    /// <param name="tap">What sees the messages.</param>
    /// <param name="secrets">What it must not see; compared byte by byte as UTF-8.</param>
    public RedactingTap(TrafficTap tap, IReadOnlyList<string> secrets)
    {
        _tap = tap ?? throw new ArgumentNullException(nameof(tap));
        _secrets = [.. secrets.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Shows a message; one with a secret is copied first.</summary>
    /// <param name="direction">Which way it went.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The whole message.</param>
    public void Show(TrafficDirection direction, WebSocketMessageType type, ReadOnlySpan<byte> payload)
    {
        var first = FirstSecret(payload);
        if (first < 0)
        {
            _tap(direction, type, payload);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(payload.Length);
        try
        {
            var masked = copy.AsSpan(0, payload.Length);
            payload.CopyTo(masked);
            foreach (var secret in _secrets)
            {
                for (var at = masked.IndexOf(secret); at >= 0; at = masked.IndexOf(secret))
                {
                    masked.Slice(at, secret.Length).Fill((byte)'*');
                }
            }

            _tap(direction, type, masked);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private int FirstSecret(ReadOnlySpan<byte> payload)
    {
        foreach (var secret in _secrets)
        {
            var at = payload.IndexOf(secret);
            if (at >= 0)
            {
                return at;
            }
        }

        return -1;
    }
}
