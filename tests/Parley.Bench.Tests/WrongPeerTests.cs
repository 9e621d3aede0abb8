using System.Runtime.Versioning;
using Parley.Testing;

namespace Parley.Bench.Tests;

/// <summary>A peer that does other work than ours is no comparison: the bench must say so instead of counting it.</summary>
[SupportedOSPlatform("linux")]
public sealed class WrongPeerTests
{
    [Fact]
    public async Task A_client_that_received_something_else_fails_the_run()
    {
        // 256 messages, but not their text.
        await FailsAsync(
            """
            #!/bin/sh
            echo 'READY local:wrong'
            while read question; do echo '{"values":[],"count":256,"seconds":1,"processorMicroseconds":1000,"check":1}'; done
            """,
            "clients/voxta",
            "What was received adds up to 1.");
    }

    [Fact]
    public async Task A_server_that_echoes_something_else_fails_the_run()
    {
        var script = Path.Combine(Repository, "tests", "peers", "wrong-echo.mjs");
        await FailsAsync($"#!/bin/sh\nexec '{Find("node")}' '{script}'\n", "socketio/base64-16", "Expected the answer '42[\"message-back\"");
    }

    private static string Repository => Peers.Repository.Folder;

    private static async Task FailsAsync(string node, string name, string complaint)
    {
        using var results = new TemporaryDirectory();
        using var programs = new TemporaryDirectory();
        await File.WriteAllTextAsync(programs.File("node"), node, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(programs.File("node"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var bench = BenchProcess.Start(results, start => start.Environment["PATH"] = programs.FullPath + Path.PathSeparator + start.Environment["PATH"], "--smoke", name);
        var (code, _) = await bench.EndAsync();

        code.ShouldBe(1, bench.Errors);
        bench.Errors.ShouldContain(complaint);
        File.Exists(results.File(name.Replace('/', '-') + ".json")).ShouldBeFalse();
    }

    private static string Find(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(f => Path.Combine(f, program)).First(File.Exists);
}
