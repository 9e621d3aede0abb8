using System.Collections.Frozen;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Server.Characters;

namespace Parley.Server.Tests.Storage;

/// <summary>The same characters for every tenant.</summary>
internal sealed class FixedCharacterLibrary(IEnumerable<Character> characters) : ICharacterLibrary
{
    private readonly FrozenDictionary<Guid, LibraryCharacter> _all =
        characters.ToFrozenDictionary(c => c.Id, c => new LibraryCharacter(c with { IsReadOnly = true }, null));

    /// <inheritdoc />
    public LibraryCharacter? Find(TenantId tenant, Guid id) => _all.GetValueOrDefault(id);

    /// <inheritdoc />
    public IReadOnlyCollection<LibraryCharacter> List(TenantId tenant) => _all.Values;
}
