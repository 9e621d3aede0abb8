using System.Text;
using System.Text.Json;

namespace Parley.SocketIo.Packets;

/// <summary>Offsets inside the JSON array of an event or acknowledgement, found in the pass that checks it.</summary>
internal readonly record struct ArgumentLayout(int NameStart, int NameLength, bool NameIsText, bool NameIsEscaped, int Start, int Length, int Count)
{
    /// <summary>The arguments' JSON, comma-separated, without the array's brackets and without the event's name.</summary>
    public ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> json) => json.Slice(Start, Length);

    /// <summary>The bytes of the name between its quotes, when they need no unescaping.</summary>
    public ReadOnlySpan<byte> PlainName(ReadOnlySpan<byte> json) =>
        NameIsEscaped ? default : json.Slice(NameStart, NameLength);

    public string ReadName(ReadOnlySpan<byte> json)
    {
        if (NameLength == 0)
        {
            return "";
        }

        if (!NameIsEscaped)
        {
            return Encoding.UTF8.GetString(json.Slice(NameStart, NameLength));
        }

        var reader = new Utf8JsonReader(json.Slice(NameStart - 1, NameLength + 2));
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: legal JSON and no text. As it stands it names no event that anyone listens to.
            return Encoding.UTF8.GetString(json.Slice(NameStart, NameLength));
        }
    }
}
