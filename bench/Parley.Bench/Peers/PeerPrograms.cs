using Parley.Bench.Peers.Canned;
using Parley.Bench.Peers.Clients;

namespace Parley.Bench.Peers;

/// <summary>What this program can be besides the bench: <c>peer NAME</c>.</summary>
internal static class PeerPrograms
{
    public static Task RunAsync(string name, string[] arguments) => (name, arguments) switch
    {
        ("raw-echo", []) => RawEchoPeer.RunAsync(),
        ("socketio", []) => SocketIoPeer.RunAsync(),
        ("stock-hub", []) => StockHub.RunAsync(),
        ("parley", []) => ParleyPeer.RunAsync(),
        ("voxnexus-counting", []) => ParleyPeer.RunCountingAsync(),
        ("canned", [var protocol]) => CannedServer.RunAsync(protocol),
        ("client", [var client, var server]) => ClientPeer.RunAsync(client, new Uri(server)),
        ("client-stt", [var server]) => SpeechToTextPeer.RunAsync(new Uri(server)),
        ("scripted", [var voiceActivity, var words]) => ParleyPeer.RunScriptedAsync(voiceActivity, words),
        _ => throw new ArgumentException($"There is no peer '{name} {string.Join(' ', arguments)}'."),
    };

    /// <summary>Whether it is a server of ours, which runs as the <c>parley</c> program does.</summary>
    public static bool IsParleyServer(string name) => name is "socketio" or "parley" or "voxnexus-counting" or "scripted";
}
