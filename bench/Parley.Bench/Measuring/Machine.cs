using System.Reflection;
using System.Runtime.InteropServices;

namespace Parley.Bench.Measuring;

internal static class Machine
{
    /// <summary>Whether a process can be given a core of its own.</summary>
    public static bool CanPin { get; } = OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset") && Cores() > 1;

    /// <summary>The commit this program was built from; <c>unknown</c> outside a repository.</summary>
    public static string Commit { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit[..Math.Min(10, commit.Length)] : "unknown";

    public static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        return $"{Cores()} cores, {model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    // The process may be pinned itself.
    private static int Cores() => File.Exists("/proc/cpuinfo")
        ? Math.Max(1, File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal)))
        : Environment.ProcessorCount;
}
