using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Parley.Speech.Engines.EspeakNg;

/// <summary>The installed program: what it is, which voices it has, and starting it.</summary>
internal static class EspeakProgram
{
    public const string EngineId = "espeak";

    public const string Remedy = "apt-get install espeak-ng";

    /// <summary>Looking takes some milliseconds; a program that takes longer than this is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What the program prints for one question.</summary>
    /// <exception cref="EngineException">The program is missing, fails, or does not answer.</exception>
    public static string Ask(string program, string question)
    {
        using var process = Start(program, [question]);
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience) || !answer.Wait(Patience))
        {
            process.Kill();
            throw new EngineException(EngineId, EngineFailure.Unavailable, $"'{program} {question}' did not answer.");
        }

        return process.ExitCode == 0
            ? answer.Result
            : throw new EngineException(EngineId, EngineFailure.Unavailable, $"'{program} {question}' failed with code {process.ExitCode}.");
    }

    /// <summary>Version as printed by the program, e.g. <c>1.51</c>; null when it prints something else.</summary>
    public static string? Version(string program)
    {
        const string Label = "text-to-speech:";
        var line = Ask(program, "--version");
        var at = line.IndexOf(Label, StringComparison.Ordinal);
        return at < 0 ? null : line[(at + Label.Length)..].TrimStart().Split(' ', 2)[0];
    }

    /// <summary>Starts the program, its three streams ours. Arguments go to it as they are: there is no shell.</summary>
    /// <exception cref="EngineException">The program is missing or may not be run.</exception>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new EngineException(EngineId, EngineFailure.Unavailable, $"eSpeak NG ('{program}') cannot be started: run '{Remedy}'.", missing);
        }
    }
}
