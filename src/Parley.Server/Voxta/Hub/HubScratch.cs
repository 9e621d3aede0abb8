using Parley.Realtime;
using Parley.Voxta.Hub;

namespace Parley.Server.Voxta.Hub;

/// <summary>
/// What writing one record needs, kept per thread and not per connection. Taken out while in use, so that writing inside writing gets
/// its own.
/// </summary>
internal sealed class HubScratch : IDisposable
{
    [ThreadStatic]
    private static HubScratch? s_spare;

    private HubScratch()
    {
    }

    public HubRecordWriter Writer { get; } = new();

    public PooledBufferWriter Output { get; } = new();

    public static HubScratch Take()
    {
        var scratch = s_spare ?? new HubScratch();
        s_spare = null;
        return scratch;
    }

    public void Dispose()
    {
        Output.Dispose();
        s_spare = this;
    }
}
