namespace Parley.Cli.Output;

/// <summary>Lines from stdin.</summary>
internal static class InputLines
{
    /// <summary>The next line; null at the end.</summary>
    /// <param name="prompt">Where to ask for it; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<string?> ReadAsync(TextWriter? prompt, CancellationToken cancellationToken)
    {
        // The console's own reader cannot be cancelled; the thread that waits in it goes with the process.
        prompt?.Write("> ");
        return Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
