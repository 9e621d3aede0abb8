using System.Text;

namespace Parley.Bench.Peers.Canned;

/// <summary>Socket.IO with the namespace <c>/sdk</c>: <c>text</c> is answered with a batch of one event.</summary>
/// <param name="name">The event's name.</param>
/// <param name="payload">Its argument as JSON.</param>
internal sealed class CannedEstuary(string name, string payload) : CannedProtocol
{
    private readonly byte[] _batch = Repeat(Frame($"42/sdk,[\"{name}\",{payload}]"));

    public override byte[] Opening { get; } = Frame("""0{"sid":"abcdefghijklmnopqrst","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""");

    public override byte[] Answer(bool isText, ReadOnlyMemory<byte> payload) => Encoding.UTF8.GetString(payload.Span) switch
    {
        var packet when packet.StartsWith("40/sdk,", StringComparison.Ordinal) =>
        [
            .. Frame("""40/sdk,{"sid":"abcdefghijklmnopqrsu"}"""),
            .. Frame("""42/sdk,["session_info",{"session_id":"s","conversation_id":"c","character_id":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01","player_id":"bench"}]"""),
        ],
        var packet when packet.Contains("[\"text\"", StringComparison.Ordinal) => _batch,
        _ => [],
    };
}
