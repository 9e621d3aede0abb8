using System.Globalization;
using System.Text;

namespace Parley.Bench.Measuring;

/// <summary>Rows as a table for people.</summary>
internal static class Report
{
    public static string Table(IEnumerable<Row> rows)
    {
        var text = new StringBuilder("| Bench | What | Figure | Spread | Goal | |\n|---|---|---:|---|---|---|\n");
        foreach (var row in rows)
        {
            var mark = row.Met switch { true => "met", false => "**missed**", null => "" };
            text.Append(CultureInfo.InvariantCulture, $"| {row.Bench} | {row.Name} | {Figure(row.Value)} {row.Unit} | {row.Spread} | {row.Goal} | {mark} |\n");
        }

        return text.ToString();
    }

    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
