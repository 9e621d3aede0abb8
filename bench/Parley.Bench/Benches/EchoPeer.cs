using Parley.Bench.Load;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>A server to be compared with in echoes.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Protocol">What it is asked.</param>
/// <param name="Server">Where it runs.</param>
/// <param name="Least">The least ratio of echoes per core that ours should reach; null for no goal.</param>
/// <param name="MostProcessor">The greatest ratio of processor time per echo that ours should take; null for no goal.</param>
internal sealed record EchoPeer(string Name, EchoProtocol Protocol, PeerProcess Server, double? Least = null, double? MostProcessor = null);
