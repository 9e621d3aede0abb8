using System.Diagnostics;
using Parley.EndToEnd.VoxNexus;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Estuary;

/// <summary>The stock python-socketio, on which Estuary's Python SDK stands, against the real server.</summary>
public sealed class PythonClientTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task It_converses_on_every_transport(params string[] transports)
    {
        Storyteller.MoveInto(_folder);
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var speech = Path.Combine(_folder.FullPath, "speech.raw");
        await File.WriteAllBytesAsync(speech, await Recordings.SpeakAsync(server, "The weather is good today."), Token);

        // The system's Python is the one that Debian's packages belong to.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var script = Path.Combine(NodePeer.Folder, "estuary-python.py");
        using var client = Process.Start(new ProcessStartInfo(python, [script, server.Address.ToString().TrimEnd('/'), Storyteller.Id.ToString(), speech, .. transports])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var steps = client.StandardOutput.ReadToEndAsync(Token);
        var errors = client.StandardError.ReadToEndAsync(Token);
        try
        {
            await client.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
        }
        finally
        {
            if (!client.HasExited)
            {
                client.Kill();
            }
        }

        client.ExitCode.ShouldBe(0, await steps + await errors);
        (await steps).ShouldEndWith("refusal\n");
    }
}
