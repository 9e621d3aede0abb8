using Microsoft.Extensions.DependencyInjection;
using Parley.Server;
using Parley.Server.Data;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Bench.Peers;

/// <summary>Our server on a free port with a data directory of its own.</summary>
internal static class ParleyPeer
{
    /// <param name="counting">Whether the recogniser only counts.</param>
    public static async Task RunAsync(bool counting)
    {
        var folder = Directory.CreateTempSubdirectory("parley-bench-");
        try
        {
            var data = DataDirectory.Find(folder.FullName);
            var settings = ParleySettings.From(new KeyValuePair<string, string?>("port", "0"));
            await using var server = ParleyHost.Build(
                data,
                settings,
                builder =>
                {
                    if (counting)
                    {
                        builder.Services.AddSingleton<ISpeechEngines>(_ => new CountingEngines());
                    }
                },
                announce: false);
            await server.StartAsync();
            await PeerProcess.AnnounceAsync(server.Address);
            await server.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
