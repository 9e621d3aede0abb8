namespace Parley.Conversation.Characters;

/// <summary>
/// Where characters live, per tenant. Thread-safe; completed writes are durable.
/// What it returns includes the shipped characters and, for the local tenant, those read from files.
/// </summary>
public interface ICharacterStore
{
    /// <summary>The character, or null.</summary>
    ValueTask<Character?> FindAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default);

    /// <summary>All characters of the tenant, favourites first, then by name.</summary>
    ValueTask<IReadOnlyList<Character>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds or replaces a character. Saving over a read-only one stores the copy in its place under the same id,
    /// for this tenant alone; deleting that copy brings the original back.
    /// </summary>
    /// <returns>What was stored, with its dates.</returns>
    /// <exception cref="ConversationException">There is no room for it (<see cref="LibraryLimits"/>).</exception>
    ValueTask<Character> SaveAsync(TenantId tenant, Character character, CancellationToken cancellationToken = default);

    /// <summary>Deletes a character with its picture. False when it does not exist.</summary>
    /// <exception cref="ConversationException">It is read-only (<see cref="ConversationErrors.ReadOnly"/>).</exception>
    ValueTask<bool> DeleteAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default);

    /// <summary>The character's picture, or null.</summary>
    ValueTask<CharacterPicture?> ReadPictureAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default);

    /// <summary>Which of the tenant's characters have a picture.</summary>
    ValueTask<IReadOnlySet<Guid>> ListPicturesAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>Stores the character's picture.</summary>
    /// <exception cref="ConversationException">There is no room for it (<see cref="LibraryLimits"/>).</exception>
    ValueTask WritePictureAsync(TenantId tenant, Guid characterId, CharacterPicture picture, CancellationToken cancellationToken = default);
}
