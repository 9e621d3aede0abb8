namespace Parley.Conversation.Chats;

/// <summary>An attachment's bytes.</summary>
/// <param name="ContentType">MIME type.</param>
/// <param name="Data">The bytes.</param>
public sealed record AttachmentContent(string ContentType, ReadOnlyMemory<byte> Data);
