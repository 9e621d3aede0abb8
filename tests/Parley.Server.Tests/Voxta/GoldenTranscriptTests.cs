using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.Voxta;

/// <summary>
/// Plays the scenes of <c>tests/Wire/voxta/scenes</c>: what the Python client does on the wire, byte for byte, and what it gets. A word
/// <c>$name</c> in an expectation takes the value the server sent and stands for it from then on, also in what is sent.
/// </summary>
public sealed class GoldenTranscriptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scenes => [.. Directory.GetFiles(Folder(), "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task The_scene_plays_as_written(string scene)
    {
        await using var voxta = await VoxtaFixture.StartAsync(autoSession: scene.Contains("auto-session", StringComparison.Ordinal));
        var player = new Player(voxta);
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Folder(), scene + ".jsonl"), Stop))
        {
            number++;
            if (line.Length > 0)
            {
                await player.PlayAsync(JsonNode.Parse(line)!.AsObject(), $"{scene}:{number}");
            }
        }
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "tests", "Wire", "voxta", "scenes");
    }

    private sealed class Player(VoxtaFixture voxta)
    {
        private readonly Dictionary<string, HubSocket> _sockets = [];
        private readonly Dictionary<string, (string Token, string Cookie)> _tokens = [];
        private readonly Dictionary<string, JsonNode> _words = [];
        private ScriptedRecognitionStream? _stream;

        public async Task PlayAsync(JsonObject line, string where)
        {
            var name = (string?)line["on"] ?? "";
            switch (line)
            {
                case { } when line["open"] is { } open:
                    _sockets[(string)open!] = await OpenAsync((string)line["token"]!);
                    break;
                case { } when line["send"] is { } text:
                    await _sockets[name].SendTextAsync(Spoken((string)text!));
                    break;
                case { } when line["binary"] is { } length:
                    await _sockets[name].SendBinaryAsync(new byte[(int)length]);
                    break;
                case { } when line["raw"] is { } raw:
                    (await _sockets[name].ReceiveRawAsync()).ShouldBe((string)raw!, where);
                    _sockets[name].StartReading();
                    break;
                case { } when line["completion"] is { } completion:
                    Match(completion, JsonNode.Parse((await _sockets[name].NextCompletionAsync()).GetRawText()), where);
                    break;
                case { } when line["event"] is { } message:
                    var next = await _sockets[name].NextAsync();
                    Match(message, JsonNode.Parse(next.GetRawText()), where);
                    break;
                case { } when line["until"] is { } last:
                    await UntilAsync(_sockets[name], last, where);
                    break;
                case { } when line["audio"] is { } bytes:
                    for (var heard = 0; heard < (int)bytes;)
                    {
                        // Whole samples of at most 100 ms.
                        var frame = await _sockets[name].NextAudioAsync();
                        (frame.Length % 2).ShouldBe(0, where);
                        frame.Length.ShouldBeLessThanOrEqualTo(3_200, where);
                        heard += frame.Length;
                    }

                    break;
                case { } when line["silent"] is not null:
                    _sockets[name].HasAudio.ShouldBeFalse(where);
                    break;
                case { } when line["engine"] is { } act:
                    _stream ??= await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
                    await PerformAsync(_stream, act.AsObject());
                    break;
                case { } when line["close"] is { } closed:
                    await _sockets[(string)closed!].CloseAsync();
                    break;
                default:
                    throw new InvalidOperationException($"{where} says nothing.");
            }
        }

        private async Task<HubSocket> OpenAsync(string name)
        {
            if (!_tokens.TryGetValue(name, out var known))
            {
                using var response = await voxta.Server.Http.PostAsync(new Uri("hub/negotiate?negotiateVersion=1", UriKind.Relative), null, Stop);
                response.EnsureSuccessStatusCode();
                var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
                var cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
                _tokens[name] = known = ((string)body["connectionToken"]!, cookie);
            }

            return await voxta.OpenAsync("?id=" + known.Token, options => options.SetRequestHeader("Cookie", known.Cookie));
        }

        private async Task UntilAsync(HubSocket socket, JsonNode last, string where)
        {
            var passed = new List<string>();
            while (true)
            {
                JsonElement next;
                try
                {
                    next = await socket.NextAsync();
                }
                catch (TimeoutException)
                {
                    throw new TimeoutException($"{where} did not come, only {string.Join(", ", passed)}.");
                }

                passed.Add(HubSocket.Type(next));
                if (passed[^1] == (string)last["$type"]! && Matches(last, JsonNode.Parse(next.GetRawText())))
                {
                    return;
                }
            }
        }

        private static async Task PerformAsync(ScriptedRecognitionStream stream, JsonObject act)
        {
            if (act["hears"] is { } samples)
            {
                await stream.WaitForSamplesAsync((int)samples, Stop);
            }
            else if (act["partial"] is { } partial)
            {
                stream.Say(new PartialTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), (string)partial!));
            }
            else if (act["final"] is { } final)
            {
                stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), (string)final!) { Language = "en-US" });
            }
            else
            {
                stream.Say(new SpeechStarted(TimeSpan.Zero));
            }
        }

        private string Spoken(string text)
        {
            foreach (var (word, value) in _words)
            {
                text = text.Replace(word, value.ToString(), StringComparison.Ordinal);
            }

            return text;
        }

        private bool Matches(JsonNode expected, JsonNode? actual)
        {
            try
            {
                Match(expected, actual, "");
                return true;
            }
            catch (ShouldAssertException)
            {
                return false;
            }
        }

        /// <summary>An object without <c>…</c> has these members and no others.</summary>
        private void Match(JsonNode? expected, JsonNode? actual, string where)
        {
            switch (expected)
            {
                case JsonObject members:
                    var object_ = actual.ShouldBeOfType<JsonObject>(where);
                    var names = members.Select(m => m.Key).Where(k => k != "…").ToList();
                    if (members.ContainsKey("…"))
                    {
                        names.Except(object_.Select(m => m.Key)).ShouldBeEmpty($"{where}: {object_.ToJsonString()}");
                    }
                    else
                    {
                        object_.Select(m => m.Key).ShouldBe(names, ignoreOrder: true, $"{where}: {object_.ToJsonString()}");
                    }

                    foreach (var name in names)
                    {
                        Match(members[name], object_[name], $"{where} {name}");
                    }

                    break;
                case JsonArray items:
                    var array = actual.ShouldBeOfType<JsonArray>(where);
                    array.Count.ShouldBe(items.Count, $"{where}: {array.ToJsonString()}");
                    for (var i = 0; i < items.Count; i++)
                    {
                        Match(items[i], array[i], $"{where} {i}");
                    }

                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.String && (string)value! is ['$', .. var word]:
                    actual.ShouldNotBeNull(where);
                    if (word != "any" && !_words.TryAdd("$" + word, actual.DeepClone()))
                    {
                        JsonNode.DeepEquals(_words["$" + word], actual).ShouldBeTrue($"{where} was {actual.ToJsonString()}");
                    }

                    break;
                default:
                    JsonNode.DeepEquals(expected, actual).ShouldBeTrue($"{where} was {actual?.ToJsonString()}");
                    break;
            }
        }
    }
}
