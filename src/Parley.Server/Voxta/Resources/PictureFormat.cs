using Parley.Conversation.Characters;

namespace Parley.Server.Voxta.Resources;

/// <summary>The formats of pictures that are taken, told by their first bytes.</summary>
internal static class PictureFormat
{
    /// <returns>The picture; null when it is none of PNG, JPEG and WebP.</returns>
    public static CharacterPicture? TryRead(byte[] bytes) => bytes switch
    {
        [0x89, 0x50, 0x4E, 0x47, ..] => new CharacterPicture("image/png", bytes),
        [0xFF, 0xD8, 0xFF, ..] => new CharacterPicture("image/jpeg", bytes),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => new CharacterPicture("image/webp", bytes),
        _ => null,
    };
}
