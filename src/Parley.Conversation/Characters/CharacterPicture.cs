using Parley.Conversation.Characters.Cards;

namespace Parley.Conversation.Characters;

/// <summary>A picture.</summary>
/// <param name="ContentType">MIME type, e.g. <c>image/png</c>.</param>
/// <param name="Data">The file's bytes.</param>
public sealed record CharacterPicture(string ContentType, ReadOnlyMemory<byte> Data)
{
    /// <summary>A picture for a character that has none: one colour, the same for the same name.</summary>
    /// <param name="name">The character's name.</param>
    public static CharacterPicture Plain(string name) => new("image/png", PlainPng.Create(name));
}
