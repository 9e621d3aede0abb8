using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Bench.Measuring;

/// <summary>
/// The results on disk: one JSON file per measurement, <c>latest.md</c> made of all of them, and a note of the whole run in progress,
/// so that an interrupted one goes on where it stopped.
/// </summary>
internal sealed class ResultStore(string folder)
{
    private const string RunFile = "run.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _run = Path.Combine(folder, RunFile);
    private DateTimeOffset _started = TimeProvider.System.GetUtcNow();

    /// <summary>Begins a whole run, or goes on with one of the same commit and size that did not end.</summary>
    public void BeginRun(BenchSize size)
    {
        Directory.CreateDirectory(folder);
        if (Read<Run>(_run) is { } run && run.Commit == Machine.Commit && run.IsQuick == size.IsQuick)
        {
            _started = run.Started;
            return;
        }

        File.WriteAllText(_run, JsonSerializer.Serialize(new Run(_started, Machine.Commit, size.IsQuick), Json));
    }

    /// <summary>The whole run is done; the next one measures everything anew.</summary>
    public void EndRun() => File.Delete(_run);

    /// <summary>What this run has measured already; null for what it has not.</summary>
    public IReadOnlyList<Row>? Find(string bench, Measurement measurement) =>
        Read<Result>(PathOf(bench, measurement.Id)) is { } result && result.Measured >= _started ? result.Rows : null;

    public void Write(string bench, Measurement measurement, BenchSize size, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(folder);
        var result = new Result(bench, measurement.Id, TimeProvider.System.GetUtcNow(), Machine.Describe(), Machine.Commit, size.IsQuick, rows);
        File.WriteAllText(PathOf(bench, measurement.Id), JsonSerializer.Serialize(result, Json) + "\n");
        foreach (var (name, text) in measurement.Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>Makes <c>latest.md</c> of all results there are, in the order of the benches.</summary>
    public void WriteLatest(IEnumerable<string> benches)
    {
        var results = Directory.EnumerateFiles(folder, "*.json")
            .Where(f => Path.GetFileName(f) != RunFile)
            .Select(Read<Result>)
            .OfType<Result>()
            .ToLookup(r => r.Bench);
        using var text = new StreamWriter(Path.Combine(folder, "latest.md"));
        text.Write("# Measurements\n\nMade by `./parley bench`; `bench/README.md` says what each bench does. Server on one core, load on the other; medians, with the least and the greatest round beside them.\n");
        foreach (var group in benches.Select(b => results[b].OrderBy(r => r.Measured).ToArray()).Where(g => g.Length > 0))
        {
            var last = group[^1];
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\n## {last.Bench}\n\n{last.Measured:yyyy-MM-dd HH:mm} UTC, {last.Machine}, commit {last.Commit}{(last.IsQuick ? ", quick" : "")}\n\n"));
            text.Write(Report.Table(group.SelectMany(r => r.Rows)));
        }
    }

    private static T? Read<T>(string file)
        where T : class
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<T>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException)
        {
            // Cut off while it was written, or of an older bench: measured again.
            return null;
        }
    }

    private string PathOf(string bench, string id) => Path.Combine(folder, $"{bench}-{id}.json");

    private sealed record Run(DateTimeOffset Started, string Commit, bool IsQuick);

    private sealed record Result(string Bench, string Id, DateTimeOffset Measured, string Machine, string Commit, bool IsQuick, IReadOnlyList<Row> Rows);
}
