using System.Globalization;
using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary>The characters of a key (<c>/api/v1/characters</c>). Thread-safe.</summary>
/// <remarks>
/// All throw <see cref="EstuaryRestException"/> when the server refuses, and <see cref="EstuaryException"/> (<c>CONNECTION_FAILED</c>,
/// <c>CONNECTION_TIMEOUT</c>) when it is not reached.
/// </remarks>
public sealed class CharacterClient : IDisposable
{
    private const string Base = "/api/v1/characters";

    private readonly RestCaller _rest;
    private readonly HttpMessageHandler? _own;

    /// <summary>Creates one for a program that does not know its character yet; an <see cref="EstuaryClient"/> has one already.</summary>
    /// <param name="serverUrl">Where the server is; a path is kept.</param>
    /// <param name="apiKey">The key; null for a server without keys.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https URL.</exception>
    public CharacterClient(Uri serverUrl, string? apiKey = null)
    {
        var options = new EstuaryClientOptions { ServerUrl = serverUrl, ApiKey = apiKey, CharacterId = "none", PlayerId = "none" }.Validated();
        _own = new HttpClientHandler();
        _rest = new RestCaller(options, _own);
    }

    internal CharacterClient(RestCaller rest) => _rest = rest;

    /// <summary>A page of the characters.</summary>
    /// <param name="limit">Most of a page, 1 to 200.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CharacterPage> ListAsync(int limit = 50, int offset = 0, CancellationToken cancellationToken = default)
    {
        var path = Base + RestCaller.Query(("limit", limit.ToString(CultureInfo.InvariantCulture)), ("offset", offset.ToString(CultureInfo.InvariantCulture)));
        return _rest.GetAsync(path, EstuaryCharacterJsonContext.Default.CharacterPage, cancellationToken);
    }

    /// <summary>One character.</summary>
    /// <param name="characterId">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CharacterData> GetAsync(string characterId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync(Path(characterId), EstuaryCharacterJsonContext.Default.CharacterData, cancellationToken);

    /// <summary>Creates a character. Not tried again by itself.</summary>
    /// <param name="character">What it is; every section may be left out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CharacterData> CreateAsync(CharacterRequest character, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, Base, character, cancellationToken);

    /// <summary>Changes a character.</summary>
    /// <param name="characterId">Its id.</param>
    /// <param name="character">What is to change; sections left out stay.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CharacterData> UpdateAsync(string characterId, CharacterRequest character, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, Path(characterId), character, cancellationToken);

    /// <summary>Deletes a character.</summary>
    /// <param name="characterId">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task DeleteAsync(string characterId, CancellationToken cancellationToken = default) =>
        _rest.DeleteAsync(Path(characterId), EstuaryRestJsonContext.Default.DeletionResult, cancellationToken);

    /// <summary>Closes the connections of one that was created by itself; an <see cref="EstuaryClient"/>'s ends with its client.</summary>
    public void Dispose()
    {
        if (_own is not null)
        {
            _rest.Dispose();
            _own.Dispose();
        }
    }

    private Task<CharacterData> SendAsync(HttpMethod method, string path, CharacterRequest character, CancellationToken cancellationToken) => _rest.SendAsync(
        method,
        path,
        character ?? throw new ArgumentNullException(nameof(character)),
        EstuaryCharacterJsonContext.Default.CharacterRequest,
        EstuaryCharacterJsonContext.Default.CharacterData,
        cancellationToken);

    private static string Path(string characterId) => Base + "/" + Uri.EscapeDataString(characterId ?? throw new ArgumentNullException(nameof(characterId)));
}
