using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>A Node process that runs one of the guide's examples; what its sockets see comes out as events.</summary>
internal sealed class NodeScript : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _file;
    private readonly Channel<SocketEvent> _events = Channel.CreateUnbounded<SocketEvent>();
    private readonly List<string> _output = [];

    private NodeScript(Process process, string file)
    {
        _process = process;
        _file = file;
        process.OutputDataReceived += (_, e) => OnLine(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>One thing that happened to a socket.</summary>
    /// <param name="Socket">Number of the socket, from 0.</param>
    /// <param name="Event"><c>new</c>, <c>open</c>, <c>message</c> or <c>close</c>.</param>
    /// <param name="Data">The message, or what belongs to the event.</param>
    public sealed record SocketEvent(int Socket, string Event, JsonNode? Data)
    {
        public JsonObject Message => JsonNode.Parse((string)Data!)!.AsObject();

        public bool IsMessage(string type) => Event == "message" && (string)Message["type"]! == type;
    }

    /// <summary>Everything printed besides the events.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public static NodeScript Start(Uri server, string script)
    {
        var peers = Path.Combine(RepositoryRoot(), "tests", "peers");
        var file = Path.Combine(peers, $".example-{Guid.NewGuid():N}.mjs");
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("node", ["--import", Path.Combine(peers, "voxnexus-preload.mjs"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = peers,
        };
        start.Environment["PARLEY_TARGET"] = $"ws://{server.Authority}";
        return new NodeScript(Process.Start(start)!, file);
    }

    /// <summary>Waits for the next event that fits; what comes before it is passed over.</summary>
    public async Task<SocketEvent> WaitForAsync(Predicate<SocketEvent> predicate)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var timer = TimeProvider.System.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), deadline, Deadline, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                var e = await _events.Reader.ReadAsync(deadline.Token);
                if (predicate(e))
                {
                    return e;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The event did not come. The script printed:\n{Output}", e);
        }
    }

    /// <summary>Waits for the process to end by itself and gives all events not yet read.</summary>
    public async Task<List<SocketEvent>> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        _events.Writer.TryComplete();
        return await _events.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }

    private void OnLine(string? line)
    {
        if (line is ['@', ..])
        {
            var json = JsonNode.Parse(line[1..])!;
            _events.Writer.TryWrite(new SocketEvent((int)json["socket"]!, (string)json["event"]!, json["data"]));
        }
        else
        {
            Keep(line);
        }
    }

    private void Keep(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
