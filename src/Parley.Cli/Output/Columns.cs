using System.CommandLine;
using Spectre.Console;

namespace Parley.Cli.Output;

/// <summary>Rows of words: a table with a heading on a terminal, tab-separated without one elsewhere.</summary>
internal static class Columns
{
    public static void Write(ParseResult parsed, string[] headings, IEnumerable<string[]> rows)
    {
        if (!parsed.ShowsResults())
        {
            foreach (var row in rows)
            {
                parsed.InvocationConfiguration.Output.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading)));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        AnsiConsole.Write(table);
    }
}
