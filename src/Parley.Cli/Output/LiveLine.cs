using System.CommandLine;
using System.Globalization;

namespace Parley.Cli.Output;

/// <summary>One line on stderr that replaces itself; nothing where stderr is no terminal. Calls may come from any thread.</summary>
internal sealed class LiveLine(ParseResult parsed) : IDisposable
{
    private const int BarWidth = 20;

    private readonly TextWriter? _output = parsed.ShowsDiagnostics() ? parsed.InvocationConfiguration.Error : null;
    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>Shows how far a long job is, and what it last said.</summary>
    /// <param name="text">Cut to the terminal's width.</param>
    /// <param name="fraction">0 to 1; null shows no bar.</param>
    public void Show(string text, double? fraction = null)
    {
        if (_output is null)
        {
            return;
        }

        var line = fraction is { } done ? $"{Bar(done)} {text}" : text;
        var width = Math.Max(20, Console.WindowWidth - 1);
        lock (_gate)
        {
            _shown = true;
            _output.Write("\r\e[K");
            _output.Write(line.Length <= width ? line : line[..(width - 1)] + "…");
        }
    }

    /// <summary>Takes the line away, so that a result can be printed in its place.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_shown)
            {
                _shown = false;
                _output!.Write("\r\e[K");
            }
        }
    }

    public void Dispose() => Clear();

    private static string Bar(double fraction)
    {
        var done = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarWidth);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', done)}{new string('-', BarWidth - done)}] {Math.Clamp(fraction, 0, 1) * 100,3:0}%");
    }
}
