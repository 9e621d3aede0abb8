using System.Net.Http.Headers;

namespace Parley.Cli;

/// <summary>The server a command works with. Disposing it ends a server that was started for the command.</summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private readonly IAsyncDisposable? _own;

    public ServerConnection(Uri address, string? key, IAsyncDisposable? own = null)
    {
        Address = address;
        Key = key;
        _own = own;
    }

    /// <summary>Where it answers, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The key to send; null when none is needed or known.</summary>
    public string? Key { get; }

    /// <summary>Whether it was started for this command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>A client for its REST endpoints, key included.</summary>
    public HttpClient CreateHttpClient()
    {
        var client = new HttpClient { BaseAddress = Address };
        if (Key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        return client;
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
