using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Bench.Measuring;

/// <summary>
/// The results on disk: one JSON file per measurement, <c>latest.md</c> made of all of them, and a note of the runs in progress, so that
/// an interrupted one goes on where it stopped. Files appear whole or not at all.
/// </summary>
/// <param name="folder">Where they lie; made when it is missing.</param>
/// <param name="size">How much is measured: results of another size are not this run's.</param>
internal sealed class ResultStore(string folder, BenchSize size)
{
    private const string RunsFile = "runs.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string _run = "";
    private DateTimeOffset _started = TimeProvider.System.GetUtcNow();

    /// <summary>Begins a run, or goes on with one of the same names, size and commit that was interrupted.</summary>
    public void BeginRun(IReadOnlyList<string> names)
    {
        Directory.CreateDirectory(folder);
        _run = string.Join(' ', names.Prepend(size.Name));
        var runs = ReadRuns();
        if (runs.TryGetValue(_run, out var run) && run.Commit == Machine.Commit)
        {
            _started = run.Started;
            return;
        }

        runs[_run] = new Run(_started, Machine.Commit);
        WriteRuns(runs);
    }

    /// <summary>The run is done; the next one of its kind measures everything anew.</summary>
    public void EndRun()
    {
        var runs = ReadRuns();
        runs.Remove(_run);
        WriteRuns(runs);
    }

    /// <summary>What this run has measured already; null for what it has not.</summary>
    public IReadOnlyList<Row>? Find(string bench, Measurement measurement) =>
        Read<Result>(PathOf(bench, measurement.Id)) is { } result && result.Measured >= _started && result.Size == size.Name && result.Commit == Machine.Commit ? result.Rows : null;

    public void Write(string bench, Measurement measurement, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in measurement.Files)
        {
            Write(Path.Combine(folder, name), text);
        }

        var result = new Result(bench, measurement.Id, TimeProvider.System.GetUtcNow(), Machine.Describe(), Machine.Commit, size.Name, rows);
        Write(PathOf(bench, measurement.Id), JsonSerializer.Serialize(result, Json) + "\n");
    }

    /// <summary>Makes <c>latest.md</c> of all results there are, in the order of the benches.</summary>
    public void WriteLatest(IEnumerable<string> benches)
    {
        var results = Directory.EnumerateFiles(folder, "*.json")
            .Where(f => Path.GetFileName(f) != RunsFile)
            .Select(Read<Result>)
            .OfType<Result>()
            .ToLookup(r => r.Bench);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write("# Measurements\n\nMade by `./parley bench`; `bench/README.md` says what each bench does. Server on one core, load on the other; medians, with the least and the greatest round beside them.\n");
        foreach (var group in benches.Select(b => results[b].OrderBy(r => r.Measured).ToArray()).Where(g => g.Length > 0))
        {
            var last = group[^1];
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\n## {last.Bench}\n\n{last.Measured:yyyy-MM-dd HH:mm} UTC, {last.Machine}, commit {last.Commit}, {last.Size}\n\n"));
            text.Write(Report.Table(group.SelectMany(r => r.Rows)));
        }

        Write(Path.Combine(folder, "latest.md"), text.ToString());
    }

    private Dictionary<string, Run> ReadRuns() => Read<Dictionary<string, Run>>(Path.Combine(folder, RunsFile)) ?? [];

    private void WriteRuns(Dictionary<string, Run> runs)
    {
        var file = Path.Combine(folder, RunsFile);
        if (runs.Count > 0)
        {
            Write(file, JsonSerializer.Serialize(runs, Json));
        }
        else
        {
            File.Delete(file);
        }
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
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
            // Of an older bench, or edited by hand: measured again.
            return null;
        }
    }

    private string PathOf(string bench, string id) => Path.Combine(folder, $"{bench}-{id}.json");

    private sealed record Run(DateTimeOffset Started, string Commit);

    private sealed record Result(string Bench, string Id, DateTimeOffset Measured, string Machine, string Commit, string Size, IReadOnlyList<Row> Rows);
}
