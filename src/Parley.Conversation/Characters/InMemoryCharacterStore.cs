namespace Parley.Conversation.Characters;

/// <summary>Characters that live as long as the process, over a read-only set.</summary>
/// <param name="shipped">Characters every tenant has.</param>
/// <param name="time">The clock; null means the system's.</param>
public sealed class InMemoryCharacterStore(IReadOnlyList<Character>? shipped = null, TimeProvider? time = null) : ICharacterStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Character> _shipped = (shipped ?? []).ToDictionary(c => c.Id, c => c with { IsReadOnly = true });
    private readonly Dictionary<(TenantId Tenant, Guid Id), Character> _characters = [];
    private readonly Dictionary<(TenantId Tenant, Guid Id), CharacterPicture> _pictures = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public ValueTask<Character?> FindAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_characters.GetValueOrDefault((tenant, characterId)) ?? _shipped.GetValueOrDefault(characterId));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Character>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var own = _characters.Where(c => c.Key.Tenant == tenant).Select(c => c.Value).ToList();
            var all = own.Concat(_shipped.Values.Where(s => own.TrueForAll(o => o.Id != s.Id)));
            return ValueTask.FromResult<IReadOnlyList<Character>>(
                [.. all.OrderByDescending(c => c.IsFavorite).ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Id)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<Character> SaveAsync(TenantId tenant, Character character, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(character);
        lock (_gate)
        {
            var key = (tenant, character.Id);
            LibraryLimits.Check(_characters.Keys.Count(k => k.Tenant == tenant && k.Id != character.Id), 0, 0);
            var now = _time.GetUtcNow();
            var stored = character with
            {
                IsReadOnly = false,
                Created = _characters.GetValueOrDefault(key)?.Created ?? character.Created ?? now,
                Modified = now,
            };
            _characters[key] = stored;
            return ValueTask.FromResult(stored);
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _pictures.Remove((tenant, characterId));
            if (_characters.Remove((tenant, characterId)))
            {
                return ValueTask.FromResult(true);
            }

            return _shipped.ContainsKey(characterId)
                ? throw new ConversationException(ConversationErrors.ReadOnly, "A shipped character cannot be deleted.")
                : ValueTask.FromResult(false);
        }
    }

    /// <inheritdoc />
    public ValueTask<CharacterPicture?> ReadPictureAsync(TenantId tenant, Guid characterId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_pictures.GetValueOrDefault((tenant, characterId)));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<Guid>> ListPicturesAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlySet<Guid>>(_pictures.Keys.Where(k => k.Item1 == tenant).Select(k => k.Item2).ToHashSet());
        }
    }

    /// <inheritdoc />
    public ValueTask WritePictureAsync(TenantId tenant, Guid characterId, CharacterPicture picture, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _pictures[(tenant, characterId)] = picture;
        }

        return ValueTask.CompletedTask;
    }
}
