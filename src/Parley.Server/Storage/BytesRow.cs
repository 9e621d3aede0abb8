namespace Parley.Server.Storage;

/// <summary>A row of bytes with their type.</summary>
internal sealed class BytesRow
{
    public string ContentType { get; init; } = "";

    public byte[] Data { get; init; } = [];
}
