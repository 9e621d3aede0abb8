using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Server.Settings;

namespace Parley.Server;

/// <summary>One running server. Start it once, stop it once; disposing stops it.</summary>
public sealed class ParleyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private Uri? _address;

    internal ParleyServer(WebApplication app) => _app = app;

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it answers, path base included, ending in a slash.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    public Uri Address => _address ?? throw new InvalidOperationException("The server has not started.");

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="SettingsException">The settings do not fit what the data directory holds.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        _address = FindAddress();
    }

    /// <summary>Ends running work within <see cref="LimitOptions.DrainSeconds"/>, then stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Completes once a stop was asked for, by <see cref="StopAsync"/>, a signal or the token, and the server has stopped.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Uri FindAddress()
    {
        var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var options = _app.Services.GetRequiredService<ParleyOptions>();
        var address = new UriBuilder(bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal))
        {
            Path = options.PathBase + "/",
        };
        return address.Uri;
    }
}
