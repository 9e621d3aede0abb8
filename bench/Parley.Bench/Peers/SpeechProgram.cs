using System.Diagnostics;

namespace Parley.Bench.Peers;

/// <summary>A command-line program of a speech engine, run on the core the server would have.</summary>
internal static class SpeechProgram
{
    /// <summary>Whether it is installed.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote, how long until the first of it, and how long in all.</returns>
    public static async Task<ProgramRun> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = ["-c", "0", program, .. arguments];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
        using var output = new MemoryStream();
        var first = TimeSpan.Zero;
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            first = first == TimeSpan.Zero ? Stopwatch.GetElapsedTime(started) : first;
            output.Write(buffer, 0, count);
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? new ProgramRun(output.ToArray(), first, Stopwatch.GetElapsedTime(started))
            : throw new InvalidOperationException($"{program} failed: {await complaints}");
    }
}
