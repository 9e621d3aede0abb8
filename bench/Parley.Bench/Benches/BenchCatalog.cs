using Parley.Bench.Benches.Audio;

namespace Parley.Bench.Benches;

/// <summary>Every bench, in the order of the table.</summary>
internal static class BenchCatalog
{
    public static IReadOnlyList<IBench> All { get; } =
    [
        new SocketIoBench(),
        new HubBench(),
        new VoxNexusBench(),
        new ListenBench(),
        new ReplyBench(),
        new TurnBench(),
        new BargeInBench(),
        new ScaleBench(),
        new ClientsBench(),
        new StartBench(),
        new AudioBench(),
        new TtsBench(),
        new SttBench(),
    ];
}
