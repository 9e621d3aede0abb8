using Parley.Bench.Load;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>A server that takes part in a comparison of echoes or of idle connections.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Protocol">What it is asked.</param>
/// <param name="Program">The peer of this program, or the script in <c>bench/peers</c>.</param>
internal sealed record EchoServer(string Name, EchoProtocol Protocol, string Program)
{
    public Task<PeerProcess> StartAsync(CancellationToken cancellationToken) => Program.EndsWith(".mjs", StringComparison.Ordinal)
        ? PeerProcess.StartNodeAsync(Program, cancellationToken)
        : PeerProcess.StartAsync(Program, cancellationToken);
}
