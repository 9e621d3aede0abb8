using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Parley.Bench.Peers;

/// <summary>Processor time of another process, to the nanosecond where the system tells it: <c>/proc</c> counts in steps of 10 ms.</summary>
internal static partial class ProcessorClock
{
    public static TimeSpan Read(Process process)
    {
        // The clock's number as clock_getcpuclockid(3) makes it of a process id.
        if (OperatingSystem.IsLinux() && clock_gettime((~process.Id << 3) | 2, out var time) == 0)
        {
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }

        process.Refresh();
        return process.TotalProcessorTime;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpecification time);

    private readonly struct TimeSpecification
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
