using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Parley.Testing;

namespace Parley.EndToEnd;

/// <summary>The real command, <c>parley up</c>, as a process that can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="folder">The data directory.</param>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    public static async Task<ServerProcess> StartAsync(TemporaryDirectory folder, int port = 0)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "parley.dll"), "up", "--port", port.ToString(CultureInfo.InvariantCulture), "--json", "--data", folder.FullPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        using var facts = JsonDocument.Parse(line ?? throw new InvalidOperationException("The server ended before it said where it is."));
        return new ServerProcess(process, new Uri(facts.RootElement.GetProperty("url").GetString()!));
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>What a service manager does to stop it.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
    }
}
