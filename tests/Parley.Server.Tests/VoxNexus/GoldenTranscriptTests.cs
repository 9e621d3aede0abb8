using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>Plays the scenes of <c>tests/Wire/voxnexus/scenes</c> against the server, whole and with every message cut in two at each of its bytes.</summary>
public sealed class GoldenTranscriptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scenes => [.. Directory.GetFiles(Folder(), "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task The_scene_plays_as_written(string scene)
    {
        var lines = File.ReadLines(Path.Combine(Folder(), scene + ".jsonl")).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        var longest = lines.Where(l => l.ContainsKey("client")).Max(l => Encoding.UTF8.GetByteCount(l["client"]!.ToJsonString()));
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        for (var cut = 0; cut < longest; cut++)
        {
            await PlayAsync(f, lines, cut);
        }
    }

    /// <param name="f">The server.</param>
    /// <param name="lines">The scene.</param>
    /// <param name="cut">Where each message is cut into two fragments; 0 not at all.</param>
    private static async Task PlayAsync(VoxNexusFixture f, List<JsonObject> lines, int cut)
    {
        await using var socket = await f.OpenAsync((string)lines[0]["path"]!);
        ScriptedRecognitionStream? stream = null;
        foreach (var line in lines.Skip(1))
        {
            if (line["client"] is { } sent)
            {
                var bytes = Encoding.UTF8.GetBytes(sent.ToJsonString());
                var at = cut % bytes.Length;
                if (at > 0)
                {
                    await socket.SendBytesAsync(bytes.AsMemory(0, at), WebSocketMessageType.Text, end: false);
                }

                await socket.SendBytesAsync(bytes.AsMemory(at), WebSocketMessageType.Text);
            }
            else if (line["engine"] is { } act)
            {
                stream ??= await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
                await PerformAsync(stream, act.AsObject());
            }
            else
            {
                Matches(line["server"]!, await socket.ReceiveAsync(), $"cut at {cut}: {line.ToJsonString()}");
            }
        }
    }

    private static async Task PerformAsync(ScriptedRecognitionStream stream, JsonObject act)
    {
        if (act.ContainsKey("flushed"))
        {
            await stream.WaitForCommandAsync(Stop);
            stream.Say(new SessionFlushed(Ms(act["flushed"]), 0, (bool?)act["cancelled"] ?? false));
        }
        else if (act["partial"] is { } partial)
        {
            stream.Say(new PartialTranscript(Ms(act["offset"]), Ms(act["duration"]), (string)partial!));
        }
        else
        {
            stream.Say(new FinalTranscript(Ms(act["offset"]), Ms(act["duration"]), (string)act["final"]!)
            {
                Language = "en-US",
                Confidence = (double?)act["confidence"],
                Words = [.. (act["words"]?.AsArray() ?? []).Select(w => new RecognizedWord((string)w!["word"]!, Ms(w["offset"]), Ms(w["duration"]), null))],
            });
        }
    }

    private static void Matches(JsonNode expected, JsonNode? actual, string where)
    {
        if (expected is JsonObject members)
        {
            actual.ShouldBeOfType<JsonObject>(where).Select(m => m.Key).ShouldBe(members.Select(m => m.Key), ignoreOrder: true, where);
            foreach (var (name, value) in members)
            {
                Matches(value!, actual[name], where);
            }
        }
        else if (expected.GetValueKind() == JsonValueKind.String && (string)expected! == "$any")
        {
            actual.ShouldNotBeNull(where);
        }
        else
        {
            JsonNode.DeepEquals(expected, actual).ShouldBeTrue($"{where} but was {actual?.ToJsonString()}");
        }
    }

    private static TimeSpan Ms(JsonNode? value) => TimeSpan.FromMilliseconds((double)value!);

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "tests", "Wire", "voxnexus", "scenes");
    }
}
