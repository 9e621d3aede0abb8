using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Parley.Bench.Peers.Scripted;
using Parley.Conversation.Replies;
using Parley.Server;
using Parley.Server.Data;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Bench.Peers;

/// <summary>Our server on a free port with a data directory of its own.</summary>
internal static class ParleyPeer
{
    /// <summary>With its real engines.</summary>
    public static Task RunAsync() => RunAsync(_ => { });

    /// <summary>With the real engines, but for a recogniser that only counts.</summary>
    public static Task RunCountingAsync() => RunAsync(services => services.AddSingleton<ISpeechEngines>(_ => new CountingEngines()));

    /// <summary>With engines that take no time.</summary>
    /// <param name="voiceActivity"><c>energy</c> or <c>silero</c>.</param>
    /// <param name="words">Length of an answer in words; each is spoken for 200 ms.</param>
    public static Task RunScriptedAsync(string voiceActivity, string words) => RunAsync(services =>
    {
        services.AddSingleton<ISpeechEngines>(_ => new ScriptedEngines(voiceActivity));
        services.AddSingleton<IReplyEngine>(_ => new ScriptedReplies(int.Parse(words, CultureInfo.InvariantCulture)));
    });

    private static async Task RunAsync(Action<IServiceCollection> engines)
    {
        var folder = Directory.CreateTempSubdirectory("parley-bench-");
        try
        {
            var settings = ParleySettings.From(
                new KeyValuePair<string, string?>("port", "0"),
                // Bursts of strangers who leave at once would fill the server with sessions that wait for them.
                new KeyValuePair<string, string?>("estuary:grace", "00:00:00"));
            await using var server = ParleyHost.Build(DataDirectory.Find(folder.FullName), settings, builder => engines(builder.Services), announce: false);
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
