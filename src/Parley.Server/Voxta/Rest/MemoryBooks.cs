using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Conversation.Characters;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Rest;

/// <summary>Characters' lore-books in the wire's shape. A book has no id of its own here: it is made from its character's.</summary>
internal static class MemoryBooks
{
    public static Guid Id(Guid characterId) => Made($"memory-book/{characterId}");

    public static MemoryBookBody Shape(Character character, LoreBook book, bool withItems) => new()
    {
        Id = Id(character.Id),
        Name = string.IsNullOrWhiteSpace(book.Name) ? character.Name : book.Name,
        Description = book.Description,
        CharacterId = character.Id,
        ItemsCount = book.Entries.Count,
        Items = !withItems ? null : [.. book.Entries.Select((e, i) => new MemoryInfo
        {
            Id = Made(string.Create(CultureInfo.InvariantCulture, $"memory-book/{character.Id}/{e.Id ?? i.ToString(CultureInfo.InvariantCulture)}")).ToString(),
            Text = e.Content,
            Keywords = e.Keys,
        })],
    };

    private static Guid Made(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
