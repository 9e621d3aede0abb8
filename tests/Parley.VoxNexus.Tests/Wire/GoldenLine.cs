using System.Text.Json;

namespace Parley.VoxNexus.Tests.Wire;

/// <summary>One line of a golden transcript: who sends which bytes, and what they mean.</summary>
public sealed record GoldenLine(string Direction, string Bytes, string Meaning)
{
    public static IReadOnlyList<GoldenLine> Read(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", name)).Select(Parse)];

    public static TheoryData<string, string> Sent(string name, string direction)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in Read(name).Where(l => l.Direction == direction))
        {
            data.Add(line.Bytes, line.Meaning);
        }

        return data;
    }

    private static GoldenLine Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new GoldenLine(root.GetProperty("direction").GetString()!, root.GetProperty("bytes").GetString()!, root.GetProperty("meaning").GetString()!);
    }
}
