using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Parley.Testing;

/// <summary>
/// A script of <c>tests/peers</c> in a process of its own. Commands go to it and reports come from it as JSON lines; it ends
/// with this object.
/// </summary>
public sealed class NodePeer : IAsyncDisposable
{
    // The projects of the SDKs run with reflection-based JSON switched off; commands are anonymous objects all the same.
    private static readonly JsonSerializerOptions Anonymous = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Channel<JsonElement> _reports = Channel.CreateUnbounded<JsonElement>();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private NodePeer(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where the scripts are.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "peers");

    /// <summary>Starts a script and waits for its first report.</summary>
    public static async Task<(NodePeer Peer, JsonElement First)> StartAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var peer = new NodePeer(Process.Start(start)!);
        return (peer, await peer.NextAsync());
    }

    /// <summary>Gives the script a command.</summary>
    public async Task SendAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, Anonymous));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next report, whatever it is.</summary>
    public async Task<JsonElement> NextAsync()
    {
        try
        {
            return await _reports.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The peer ended: {await _errors}");
        }
    }

    /// <summary>The next report of one kind (its <c>on</c>); others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string kind)
    {
        while (true)
        {
            var report = await NextAsync();
            if (report.GetProperty("on").GetString() == kind)
            {
                return report;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Parley.slnx was not found above the tests.");
        }

        return folder;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            _reports.Writer.TryWrite(document.RootElement.Clone());
        }

        _reports.Writer.TryComplete();
    }
}
