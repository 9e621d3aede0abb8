using System.Text.Json;

namespace Parley.SocketIo.Packets;

internal static class JsonText
{
    /// <summary>Whether the current string or property name reads as this text; half a surrogate pair equals nothing.</summary>
    public static bool Is(scoped in Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
