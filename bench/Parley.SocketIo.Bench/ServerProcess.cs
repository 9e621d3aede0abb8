using System.Globalization;

namespace Parley.SocketIo.Bench;

/// <summary>What /proc tells about the measured server.</summary>
internal sealed class ServerProcess(int id)
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor time so far, user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Resident
    {
        get
        {
            var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) * 1024;
        }
    }
}
