using System.Text;

namespace Parley.Server.Scripts;

/// <summary>
/// The process in which one script runs. It has no environment, can open nothing where the system allows to forbid it, and ends with the
/// script, with its parent, or when it is killed, whatever comes first.
/// </summary>
public static class ScriptChild
{
    /// <summary>The word on which a program calls <see cref="Run"/>.</summary>
    public const string Word = "script-child";

    private const int MaxRequest = 8 * 1024 * 1024;

    // Recursion is counted by the engine; the stack must bear what the count allows.
    private const int StackBytes = 16 * 1024 * 1024;

    /// <summary>Says on standard output that it is ready, takes a script from standard input, and writes what it did.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        // A pattern that goes astray is an error of the script long before the process is killed.
        AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(1));
        using var input = System.Console.OpenStandardInput();
        using var output = System.Console.OpenStandardOutput();
        var work = new Thread(() => Work(input, output), StackBytes);
        work.Start();
        work.Join();
        return 0;
    }

    private static void Work(Stream input, Stream output)
    {
        var engine = JavaScriptRunner.Warm();
        ScriptSandbox.Enter();
        ScriptFrame.WriteAsync(output, default, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (ScriptFrame.ReadAsync(input, MaxRequest, CancellationToken.None).AsTask().GetAwaiter().GetResult() is not { } request)
        {
            return;
        }

        EndWithParent(input);
        var result = engine.Run(Encoding.UTF8.GetString(request));
        ScriptFrame.WriteAsync(output, Encoding.UTF8.GetBytes(result), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    // The parent's end closes the pipe; an endless script must not outlive it.
    private static void EndWithParent(Stream input) => new Thread(() =>
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
                // Nothing more is expected.
            }
        }
        finally
        {
            Environment.Exit(0);
        }
    })
    { IsBackground = true }.Start();
}
