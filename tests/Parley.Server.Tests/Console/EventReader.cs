using System.Net.Http.Headers;
using System.Text.Json;

namespace Parley.Server.Tests.Console;

/// <summary>Reads Server-Sent Events.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage answer, StreamReader lines)
    {
        _answer = answer;
        _lines = lines;
    }

    /// <summary>Everything read so far.</summary>
    public List<(string Event, JsonElement Data)> Seen { get; } = [];

    /// <summary>Opens a stream and waits for its greeting: what happens from now on is in it.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        answer.Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue("text/event-stream"));
        var reader = new EventReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
        (await reader.LineAsync()).ShouldBe(": parley");
        return reader;
    }

    /// <summary>The next event of that name; others are passed over.</summary>
    public async Task<(string Event, JsonElement Data)> NextAsync(string name)
    {
        while (true)
        {
            var item = await ReadAsync() ?? throw new InvalidOperationException($"The stream ended before '{name}'.");
            if (item.Event == name)
            {
                return item;
            }
        }
    }

    /// <summary>The next event of that name which is as wanted.</summary>
    public async Task<JsonElement> NextAsync(string name, Func<JsonElement, bool> wanted)
    {
        while (true)
        {
            var (_, data) = await NextAsync(name);
            if (wanted(data))
            {
                return data;
            }
        }
    }

    /// <summary>Reads what is left; true when the stream then ends.</summary>
    public async Task<bool> IsOverAsync()
    {
        while (await ReadAsync() is not null)
        {
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(string Event, JsonElement Data)?> ReadAsync()
    {
        string? name = null;
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var item = (name!, JsonElement.Parse(line["data: ".Length..]));
                Seen.Add(item);
                return item;
            }
        }

        return null;
    }

    private async Task<string?> LineAsync() => await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
}
