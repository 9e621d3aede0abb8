using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Text to speech over the socket: from the text message to the first audio message, and how much faster than real time.</summary>
internal sealed class TtsBench : IBench
{
    private static readonly (string Voice, double? Goal)[] Voices = [("flite-slt", 12), ("flite-kal16", 3), ("espeak-en-us", null)];

    public string Name => "tts";

    public string Description => "text to speech over the socket: first audio, real-time factor";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        foreach (var (voice, goal) in Voices)
        {
            yield return new(voice, token => VoiceAsync(voice, goal, size, token));
        }

        // The engines' own programs: a process for every sentence, as scripts use them.
        yield return new("flite-program", token => ProgramAsync("flite", text => ["-voice", "slt", "-t", text, "-o", "/dev/stdout"], 16_000, size, token));
        yield return new("espeak-ng-program", token => ProgramAsync("espeak-ng", text => ["-v", "en-us", "--stdout", text], 22_050, size, token));
    }

    private async Task<IReadOnlyList<Row>> VoiceAsync(string voice, double? goal, BenchSize size, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync("parley", cancellationToken);
        await server.BecomeIdleAsync(cancellationToken);
        using var socket = await LightWebSocket.ConnectAsync(new Uri(server.Address, "/v1/tts/realtime"), cancellationToken);
        await socket.SendAsync(LightWebSocket.Frame(Encoding.UTF8.GetBytes($"{{\"type\":\"init\",\"voice_id\":\"{voice}\",\"format\":\"pcm\",\"sample_rate\":16000}}"), text: true), cancellationToken);
        using (var ready = JsonDocument.Parse(await socket.ReceiveAsync(cancellationToken)))
        {
            if (ready.RootElement.GetProperty("type").GetString() != "ready")
            {
                throw new InvalidOperationException($"{voice}: {ready.RootElement}");
            }
        }

        var sentences = Sentences.Everyday.Take(size.Of(20, 20, 2)).ToArray();

        // Some hundred sentences; the first of them take half as much again of the processor.
        await Settling.SettleAsync(size with { Warm = size.Warm / 2 }, async () =>
        {
            var processor = server.ProcessorTime;
            await SpeakAllAsync(socket, sentences, cancellationToken);
            return sentences.Length / (server.ProcessorTime - processor).TotalSeconds;
        });
        Rounds first = new(), factor = new();
        for (var round = 0; round < size.Of(5, 15, 1); round++)
        {
            var (firstOfRound, factorOfRound) = await SpeakAllAsync(socket, sentences, cancellationToken);
            first.Add(firstOfRound);
            factor.Add(factorOfRound);
        }

        return
        [
            first.MedianRow(Name, $"{voice}: first audio, median", "ms", "sentences").AtMost(goal),
            first.TailRow(Name, $"{voice}: first audio", "ms"),
            factor.MedianRow(Name, $"{voice}: real-time factor, median", "", "sentences"),
        ];
    }

    private async Task<IReadOnlyList<Row>> ProgramAsync(string program, Func<string, string[]> arguments, int sampleRate, BenchSize size, CancellationToken cancellationToken)
    {
        if (!SpeechProgram.Exists(program))
        {
            return [];
        }

        Samples first = new(), factor = new();
        foreach (var sentence in Sentences.Everyday.Take(size.Of(10, 20, 2)))
        {
            var run = await SpeechProgram.RunAsync(program, arguments(sentence), cancellationToken);
            var seconds = run.Output.Length / 2.0 / sampleRate;
            if (seconds < 0.3)
            {
                throw new InvalidOperationException($"{program} made {seconds:0.00} s of '{sentence}'.");
            }

            first.Add(run.First.TotalMilliseconds);
            factor.Add(run.Whole.TotalSeconds / seconds);
        }

        return
        [
            Row.Median(Name, $"the program {program}: first audio, median", first, "ms"),
            Row.Median(Name, $"the program {program}: real-time factor, median", factor, ""),
        ];
    }

    private static async Task<(Samples First, Samples Factor)> SpeakAllAsync(LightWebSocket socket, string[] sentences, CancellationToken cancellationToken)
    {
        Samples first = new(), factor = new();
        foreach (var sentence in sentences)
        {
            var (firstAudio, realTimeFactor) = await SpeakAsync(socket, sentence, cancellationToken);
            first.Add(firstAudio);
            factor.Add(realTimeFactor);
        }

        return (first, factor);
    }

    private static async Task<(double FirstAudio, double Factor)> SpeakAsync(LightWebSocket socket, string sentence, CancellationToken cancellationToken)
    {
        var text = LightWebSocket.Frame(Encoding.UTF8.GetBytes($"{{\"type\":\"text\",\"text\":{JsonSerializer.Serialize(sentence)},\"is_final\":true}}"), text: true);
        var start = Stopwatch.GetTimestamp();
        await socket.SendAsync(text, cancellationToken);
        double? first = null;
        long bytes = 0;
        while (true)
        {
            using var message = JsonDocument.Parse(await socket.ReceiveAsync(cancellationToken));
            if (message.RootElement.GetProperty("type").GetString() != "audio")
            {
                throw new InvalidOperationException(message.RootElement.ToString());
            }

            first ??= Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bytes += message.RootElement.GetProperty("data").GetBytesFromBase64().Length;
            if (message.RootElement.GetProperty("is_final").GetBoolean())
            {
                break;
            }
        }

        var seconds = bytes / 32_000.0;
        return seconds < 0.3
            ? throw new InvalidOperationException($"Only {seconds:0.00} s of speech came for '{sentence}'.")
            : (first.Value, Stopwatch.GetElapsedTime(start).TotalSeconds / seconds);
    }
}
