using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Conversation;
using Parley.Server.Characters;
using Parley.Server.Data;
using Parley.Server.Security;
using Parley.Server.Settings;
using Parley.Server.Storage;
using Parley.Server.Telemetry;
using Parley.Speech;

namespace Parley.Server;

/// <summary>One server. Start it once, stop it once; disposing stops it.</summary>
public sealed class ParleyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataDirectory _data;
    private readonly ParleySettings _settings;
    private readonly bool _announce;
    private readonly ILogger _logger;
    private readonly ServerLock _lock;
    private Uri? _address;

    internal ParleyServer(WebApplication app, DataDirectory data, ParleySettings settings, bool announce, ServerLock taken)
    {
        _app = app;
        _data = data;
        _settings = settings;
        _announce = announce;
        _lock = taken;
        _logger = app.Services.GetRequiredService<ILogger<ParleyServer>>();
    }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it answers, path base included, ending in a slash.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    public Uri Address => _address ?? throw new InvalidOperationException("The server has not started.");

    /// <summary>Cancelled once a stop was asked for, by <see cref="StopAsync"/> or a part of the server.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>Creates the engines and listens.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    /// <exception cref="SettingsException">The settings do not fit what the data directory holds.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        Services.GetRequiredService<ChangeWatcher>();
        RequireSomeKey();
        Services.StartTelemetry();
        Services.GetRequiredService<ISpeechEngines>();
        await Services.GetRequiredService<CharacterLibrary>().StartAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in _settings.Unknown)
        {
            ServerLog.UnknownSetting(_logger, name);
        }

        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        _address = FindAddress();
        Services.GetRequiredService<ServerRun>().HasStarted = true;
        if (_announce)
        {
            WriteRecord();
        }

        ServerLog.Started(_logger, _address, _data.FullPath);
    }

    /// <summary>Ends running work within <see cref="LimitOptions.DrainSeconds"/>, then stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Completes when a stop was asked for and the server has stopped.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_announce && _address is not null)
        {
            File.Delete(_data.ServerFile);
        }

        _lock.Dispose();
    }

    private void RequireSomeKey()
    {
        var address = Services.GetRequiredService<ListenAddress>();
        if (!address.IsLoopback && Services.GetRequiredService<KeyDirectory>().Count == 0)
        {
            throw new SettingsException($"host '{address.Host}' can be reached by others, so callers need an API key, and there is none yet. Create one: parley keys create");
        }
    }

    // The owner of the data directory may use his server without looking up a key.
    private void WriteRecord()
    {
        var run = Services.GetRequiredService<ServerRun>();
        string? key = null;
        if (Services.GetRequiredService<ListenAddress>().KeysRequired)
        {
            key = ApiKey.Create();
            Services.GetRequiredService<KeyDirectory>().AddForThisRun(new KeyRecord
            {
                Id = "run-" + run.Instance,
                Tenant = TenantId.Local,
                Scopes = KeyScopes.All,
                Hash = ApiKey.Hash(key),
                CreatedAt = Services.GetRequiredService<TimeProvider>().GetUtcNow(),
            });
        }

        new ServerRecord { ProcessId = Environment.ProcessId, Url = Address, Instance = run.Instance, Version = ParleyVersion.Current, Key = key }.Write(_data);
    }

    private Uri FindAddress()
    {
        var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        // "All addresses" is no address to go to.
        bound = bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        return new UriBuilder(bound) { Path = _settings.Options.PathBase + "/" }.Uri;
    }
}
