using System.Text.Json;

namespace Parley.Estuary.Tests.Wire;

/// <summary>One line of a golden transcript: a Socket.IO packet with Engine.IO's digit, and what it means.</summary>
public sealed record GoldenLine(string Bytes, string Meaning)
{
    public static IReadOnlyList<GoldenLine> Read(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", "estuary", name)).Select(Parse)];

    private static GoldenLine Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return new GoldenLine(document.RootElement.GetProperty("bytes").GetString()!, document.RootElement.GetProperty("meaning").GetString()!);
    }
}
