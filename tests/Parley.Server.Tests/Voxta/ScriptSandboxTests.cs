using System.Diagnostics;
using System.Net.Sockets;
using Parley.Server.Scripts;

namespace Parley.Server.Tests.Voxta;

/// <summary>What a process can still do once it is in the sandbox: tried by a process of this program that goes into it.</summary>
public sealed class ScriptSandboxTests
{
    /// <summary>The word on which this program calls <see cref="Try"/>.</summary>
    public const string Word = "script-sandbox";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_in_the_sandbox_computes_and_reaches_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sandbox is Linux's.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "secret", Token);
            var command = ScriptChildCommand.OfThisProgram(Word, file)!;
            using var process = Process.Start(new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["42", "read refused", "write refused", "socket refused", "program refused", "signal refused", "limit refused", "loaded", "thread ran"]);
            (await File.ReadAllTextAsync(file, Token)).ShouldBe("secret");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_scripts_process_is_in_the_sandbox_before_it_gets_its_script()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sandbox is Linux's.");
        using var child = await ScriptProcess.StartAsync(ScriptChildCommand.OfThisProgram(ScriptChild.Word)!, new ScriptLimits(), TimeProvider.System, Token);
        var status = await File.ReadAllLinesAsync($"/proc/{child.Id}/status", Token);
        status.ShouldContain("NoNewPrivs:\t1");
        status.ShouldContain("Seccomp:\t2");
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{child.Id}/task"))
        {
            // Those that were there before too.
            (await File.ReadAllLinesAsync(Path.Combine(thread, "status"), Token)).ShouldContain("Seccomp:\t2");
        }
    }

    /// <summary>Goes into the sandbox and tries what a script that had broken out would.</summary>
    public static int Try(string file)
    {
        using var output = new StreamWriter(System.Console.OpenStandardOutput()) { AutoFlush = true };
        ScriptSandbox.Enter();
        output.Write($"{Enumerable.Range(0, 7).Sum() * 2}\n");
        Report("read", () => File.ReadAllText(file));
        Report("write", () => File.WriteAllText(file, "changed"));
        Report("socket", () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Dispose());
        Report("program", () => Process.Start("/bin/true").Dispose());
        Report("signal", () => Expect(Kill(1, 0)));
        Report("limit", () => Expect(SetLimit(7, [1024, 1024])));

        // The runtime's own parts can still be loaded.
        output.Write(System.Reflection.Assembly.Load("System.Net.Mail") is null ? "not loaded\n" : "loaded\n");
        var thread = new Thread(() => output.Write("thread ran\n"));
        thread.Start();
        thread.Join();
        return 0;

        void Report(string what, Action action)
        {
            try
            {
                action();
                output.Write(what + " worked\n");
            }
            catch (Exception)
            {
                output.Write(what + " refused\n");
            }
        }

        static void Expect(int result)
        {
            if (result != 0)
            {
                throw new InvalidOperationException();
            }
        }
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, ulong[] limits);
}
