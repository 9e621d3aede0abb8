namespace Parley.Bench.Peers;

/// <summary>What this program can be besides the bench: <c>peer NAME</c>.</summary>
internal static class PeerPrograms
{
    public static Task RunAsync(string name, string[] arguments) => name switch
    {
        "raw-echo" => RawEchoPeer.RunAsync(),
        "socketio" => SocketIoPeer.RunAsync(),
        "stock-hub" => StockHub.RunAsync(),
        "parley" => ParleyPeer.RunAsync(counting: false),
        "voxnexus-counting" => ParleyPeer.RunAsync(counting: true),
        _ => throw new ArgumentException($"There is no peer '{name}' ({arguments.Length} arguments)."),
    };
}
