using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Server.Data;

namespace Parley.Server.Characters;

/// <summary>
/// The shipped characters for everybody, and over them the cards in the data directory's <c>characters</c> folder for the local tenant.
/// The folder is compared every half second, which works on any file system.
/// </summary>
internal sealed class CharacterLibrary(DataDirectory data, TimeProvider timeProvider, ILogger<CharacterLibrary> logger) : ICharacterLibrary, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private static readonly FrozenDictionary<Guid, LibraryCharacter> Shipped =
        BuiltInCharacters.All.ToFrozenDictionary(c => c.Id, c => new LibraryCharacter(c with { IsReadOnly = true }, null));

    private readonly CancellationTokenSource _stop = new();
    private volatile FrozenDictionary<Guid, LibraryCharacter> _local = Shipped;
    private Task _watching = Task.CompletedTask;
    private int _disposed;

    /// <summary>Reads the folder, then goes on watching it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var seen = Look();
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        _watching = WatchAsync(seen);
    }

    /// <inheritdoc />
    public LibraryCharacter? Find(TenantId tenant, Guid id) => Of(tenant).GetValueOrDefault(id);

    /// <inheritdoc />
    public IReadOnlyCollection<LibraryCharacter> List(TenantId tenant) => Of(tenant).Values;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The container knows it under two types and disposes it for each.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _watching.ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    private FrozenDictionary<Guid, LibraryCharacter> Of(TenantId tenant) => tenant == TenantId.Local ? _local : Shipped;

    private async Task WatchAsync(string seen)
    {
        using var timer = new PeriodicTimer(Period, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var now = Look();
                if (now != seen)
                {
                    seen = now;
                    await LoadAsync(_stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var all = Shipped.ToDictionary();
            foreach (var (character, picture) in await CharacterFiles.LoadAsync(data.Characters, logger, cancellationToken).ConfigureAwait(false))
            {
                all[character.Id] = new LibraryCharacter(character, picture);
            }

            _local = all.ToFrozenDictionary();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CharacterLibraryLog.FolderUnreadable(logger, exception);
        }
    }

    // Names, lengths and times: what changes when a file does.
    private string Look()
    {
        try
        {
            return string.Join('\n', new DirectoryInfo(data.Characters).EnumerateFiles()
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => $"{f.Name}/{f.Length}/{f.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
