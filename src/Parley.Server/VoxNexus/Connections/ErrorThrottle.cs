using Parley.VoxNexus.Wire;
namespace Parley.Server.VoxNexus.Connections;

/// <summary>Lets one error of each code pass per five seconds. One caller at a time.</summary>
internal sealed class ErrorThrottle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<VoxNexusErrorCode, long> _last = [];

    public bool Allows(VoxNexusErrorCode code)
    {
        if (_last.TryGetValue(code, out var last) && time.GetElapsedTime(last) < Interval)
        {
            return false;
        }

        _last[code] = time.GetTimestamp();
        return true;
    }
}
