namespace Parley.Conversation.Characters;

/// <summary>A picture.</summary>
/// <param name="ContentType">MIME type, e.g. <c>image/png</c>.</param>
/// <param name="Data">The file's bytes.</param>
public sealed record CharacterPicture(string ContentType, ReadOnlyMemory<byte> Data);
