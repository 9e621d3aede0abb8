using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Parley.Devices.Tests;

/// <summary>
/// A PulseAudio server of the tests' own, in a folder of its own, with devices made of nothing: what is played to <c>spk</c> is read
/// from its monitor, what is played to <c>mic</c> comes out of the microphone <c>virtmic</c>.
/// </summary>
public sealed class PulseAudioServer : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-pulse-").FullName;
    private Process? _daemon;

    public async ValueTask InitializeAsync()
    {
        // Without norewinds a null sink sleeps up to two seconds before it takes a new stream.
        _daemon = Start(
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-level=info", "--log-target=stderr",
            "-L", "module-null-sink sink_name=spk rate=48000 norewinds=1", "-L", "module-null-sink sink_name=mic rate=48000 norewinds=1",
            "-L", "module-remap-source master=mic.monitor source_name=virtmic",
            "-L", "module-native-protocol-unix auth-anonymous=1");
        var log = new List<string>();
        while (await _daemon.StandardError.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(Deadline, CancellationToken.None) is { } line)
        {
            log.Add(line);
            if (line.Contains("startup complete", StringComparison.Ordinal))
            {
                break;
            }
        }

        _daemon.HasExited.ShouldBeFalse(string.Join('\n', log));
        _ = _daemon.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await RunAsync("pactl", "set-default-sink", "spk");
        await RunAsync("pactl", "set-default-source", "virtmic");

        // The native sound libraries read the environment that libc has, which .NET's setter does not change.
        SetNative("PULSE_SERVER", Address);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pactl", "exit");
        await _daemon!.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline, CancellationToken.None);
        _daemon.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Leads what is played to the speaker into the microphone, as a room does.</summary>
    /// <returns>Ends the echo.</returns>
    public async Task<IAsyncDisposable> EchoAsync(int milliseconds)
    {
        var module = await RunAsync("pactl", "load-module", "module-loopback", "source=spk.monitor", "sink=mic", $"latency_msec={milliseconds}");
        return new Unload(this, module.Trim());
    }

    /// <summary>Starts a program against this server.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        info.Environment["XDG_RUNTIME_DIR"] = _folder;
        info.Environment["HOME"] = _folder;
        if (program != "pulseaudio")
        {
            info.Environment["PULSE_SERVER"] = Address;
        }

        return Process.Start(info)!;
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline, CancellationToken.None);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }

    public static void SetNative(string name, string value) => setenv(name, value, 1).ShouldBe(0);

    private string Address => $"unix:{_folder}/pulse/native";

    [DllImport("libc.so.6", CharSet = CharSet.Ansi)]
    private static extern int setenv(string name, string value, int overwrite);

    private sealed class Unload(PulseAudioServer server, string module) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.RunAsync("pactl", "unload-module", module);
    }
}
