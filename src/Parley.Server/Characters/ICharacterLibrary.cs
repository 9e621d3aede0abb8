using Parley.Conversation;

namespace Parley.Server.Characters;

/// <summary>Characters that are not in the database and cannot be changed: shipped ones for everybody, files for the local tenant. Thread-safe.</summary>
public interface ICharacterLibrary
{
    /// <summary>The character of this tenant, or null.</summary>
    LibraryCharacter? Find(TenantId tenant, Guid id);

    /// <summary>All of this tenant, in any order.</summary>
    IReadOnlyCollection<LibraryCharacter> List(TenantId tenant);
}
