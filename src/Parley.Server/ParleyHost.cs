using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Server.Data;
using Parley.Server.Settings;

namespace Parley.Server;

/// <summary>Builds a server: the <c>parley</c> command, tests and other programs start the same one.</summary>
public static class ParleyHost
{
    /// <summary>
    /// Builds a server that is not started yet: it has taken the data directory and opened its database. It reads no other
    /// settings than the given ones.
    /// </summary>
    /// <param name="data">The folder the server keeps its things in.</param>
    /// <param name="settings">How it runs.</param>
    /// <param name="configure">Adds logging, or replaces services before the parts add theirs; null for none.</param>
    /// <param name="announce">Whether <c>server.json</c> tells others of the server; false for one that ends with the caller's work.</param>
    /// <exception cref="SettingsException">The settings contradict each other, or do not fit what the data directory holds.</exception>
    /// <exception cref="StorageException">Another server runs on the data directory, or it cannot be used.</exception>
    public static ParleyServer Build(DataDirectory data, ParleySettings settings, Action<WebApplicationBuilder>? configure = null, bool announce = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);

        var taken = ServerLock.Take(data);
        try
        {
            var app = Compose(data, settings, configure);
            return new ParleyServer(app, data, settings, announce, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static WebApplication Compose(DataDirectory data, ParleySettings settings, Action<WebApplicationBuilder>? configure)
    {
        EnsureThreads();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => KestrelSetup.Apply(kestrel, settings.Options));
        // Its request lines hold the query, and the query may hold a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A start that fails is the caller's exception; the host would log it as well, with forty lines of stack.
        var run = new ServerRun();
        builder.Services.AddSingleton(run);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => run.HasStarted && level >= LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.Options.Limits.DrainSeconds));
        // Signals belong to the program, not to a part of it.
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        configure?.Invoke(builder);
        builder.Services.AddParts(data, settings);

        var app = builder.Build();
        try
        {
            app.MapParts();
            return app;
        }
        catch
        {
            // What was opened until then is closed; nothing of it has run yet.
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <summary>
    /// Decoders compute on pool threads for tens of milliseconds, loading one takes hundreds. On few cores two of them hold the whole
    /// pool, which grows by two threads a second, and until then no socket is answered (measured: the first answer after 590 ms).
    /// </summary>
    private static void EnsureThreads()
    {
        const int Enough = 32;
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Enough), completions);
    }
}
