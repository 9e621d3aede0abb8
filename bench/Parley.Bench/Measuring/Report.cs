using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Parley.Bench.Measuring;

/// <summary>Writes rows as one JSON file per bench, and all of them as a table.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string folder, string bench, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(folder);
        var document = new { bench, machine = Machine.Describe(), measured = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC", rows };
        File.WriteAllText(Path.Combine(folder, bench + ".json"), JsonSerializer.Serialize(document, Indented));
    }

    public static string Table(IEnumerable<Row> rows)
    {
        var text = new StringBuilder("| Bench | What | Figure | Spread | Goal | |\n|---|---|---|---|---|---|\n");
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
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
