using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Parley.Audio;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Speech to text over the socket in real time: processor cost, how late the final transcript is, word error rate.</summary>
internal sealed class SttBench : IBench
{
    private const int FrameMilliseconds = 20;
    private const string Testdata = "/usr/share/pocketsphinx/test/data";
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(600);

    public string Name => "stt";

    public string Description => "speech to text over the socket: cost, delay of the final transcript, word error rate";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("flite-slt", async token =>
        {
            var count = size.Of(3, 20, 1);
            return await ListenAsync($"{count} sentences of flite-slt", await Spoken.SpeakAsync(Sentences.Everyday.Take(count), token), token);
        });
        if (HumanRecordings() is { Count: > 0 } all)
        {
            var human = all.Take(size.Of(2, all.Count, 1)).ToArray();
            yield return new("human", token => ListenAsync("packaged human recordings", human, token));
            yield return new("program", token => ProgramAsync("packaged human recordings", human, token));
        }
    }

    private async Task<IReadOnlyList<Row>> ListenAsync(string what, IReadOnlyList<(string Text, short[] Samples)> recordings, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync("parley", cancellationToken);
        using var socket = await LightWebSocket.ConnectAsync(new Uri(server.Address, "/v1/stt/realtime"), cancellationToken);
        await socket.SendAsync(LightWebSocket.Frame("""{"type":"init","format":"pcm","sample_rate":16000}"""u8, text: true), cancellationToken);
        await socket.ReceiveAsync(cancellationToken);

        // A first sentence loads the models; it does not count.
        await RecogniseAsync(socket, recordings[0].Samples, cancellationToken);
        Samples delay = new();
        var errors = new WordErrors();
        var processor = server.ProcessorTime;
        var audio = TimeSpan.Zero;
        foreach (var (text, samples) in recordings)
        {
            var (heard, late) = await RecogniseAsync(socket, samples, cancellationToken);
            errors.Add(text, heard);
            delay.Add(late.TotalMilliseconds);
            audio += PcmFormat.Speech16K.Duration(samples.Length) + Silence;
        }

        var cost = (server.ProcessorTime - processor) / audio;
        return
        [
            new(Name, $"{what}: word error rate", errors.Rate * 100, "%", $"{errors.Wrong} of {errors.Words} words"),
            new(Name, $"{what}: endpoint decision -> final transcript, median", delay.Median, "ms", $"{delay.Spread}, {delay.Count} recordings"),
            new(Name, $"{what}: processor time per second of audio", cost, "s"),
        ];
    }

    /// <summary>PocketSphinx's own program with its own options on all recordings, one after another in one file.</summary>
    private async Task<IReadOnlyList<Row>> ProgramAsync(string what, IReadOnlyList<(string Text, short[] Samples)> recordings, CancellationToken cancellationToken)
    {
        const string Program = "pocketsphinx_continuous";
        if (!SpeechProgram.Exists(Program))
        {
            return [];
        }

        var folder = Directory.CreateTempSubdirectory("parley-bench-");
        try
        {
            var pause = new short[PcmFormat.Speech16K.SampleRate];
            var samples = recordings.SelectMany(r => r.Samples.Concat(pause)).ToArray();
            var bytes = new byte[samples.Length * PcmFormat.BytesPerSample];
            Pcm16.ToBytes(samples, bytes);
            var file = Path.Combine(folder.FullName, "all.raw");
            await File.WriteAllBytesAsync(file, bytes, cancellationToken);
            var run = await SpeechProgram.RunAsync(Program, ["-infile", file, "-logfn", "/dev/null"], cancellationToken);
            var errors = new WordErrors();
            errors.Add(string.Join(' ', recordings.Select(r => r.Text)), Encoding.UTF8.GetString(run.Output));
            return
            [
                new(Name, $"{what}, the program {Program}: word error rate", errors.Rate * 100, "%", $"{errors.Wrong} of {errors.Words} words"),
                new(Name, $"{what}, the program {Program}: time per second of audio on one core", run.Whole.TotalSeconds / PcmFormat.Speech16K.Duration(samples.Length).TotalSeconds, "s", "loading included"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Sends in real time, then silence; the delay counts from the moment the endpoint's silence is complete.</summary>
    private static async Task<(string Text, TimeSpan Delay)> RecogniseAsync(LightWebSocket socket, short[] samples, CancellationToken cancellationToken)
    {
        var padded = new short[samples.Length + (int)PcmFormat.Speech16K.Samples(Silence + TimeSpan.FromMilliseconds(400))];
        samples.CopyTo(padded, 0);
        var text = new StringBuilder();
        var lastFinal = 0L;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = Task.Run(
            async () =>
            {
                while (true)
                {
                    using var message = JsonDocument.Parse(await socket.ReceiveAsync(stop.Token));
                    switch (message.RootElement.GetProperty("type").GetString())
                    {
                        case "transcript" when message.RootElement.GetProperty("is_final").GetBoolean():
                            text.Append(message.RootElement.GetProperty("text").GetString()).Append(' ');
                            lastFinal = Stopwatch.GetTimestamp();
                            break;
                        case "flush_done":
                            return;
                        case "error":
                            throw new InvalidOperationException(message.RootElement.ToString());
                    }
                }
            },
            stop.Token);
        var frame = (int)PcmFormat.Speech16K.Samples(TimeSpan.FromMilliseconds(FrameMilliseconds));
        var bytes = new byte[frame * 2];
        var start = Stopwatch.GetTimestamp();
        var speechEnd = 0L;
        for (var sent = 0; sent < padded.Length; sent += frame)
        {
            var count = Math.Min(frame, padded.Length - sent);
            var length = Pcm16.ToBytes(padded.AsSpan(sent, count), bytes);
            await socket.SendAsync(LightWebSocket.Frame(Encoding.UTF8.GetBytes($"{{\"type\":\"audio\",\"data\":\"{Convert.ToBase64String(bytes.AsSpan(0, length))}\"}}"), text: true), cancellationToken);
            if (speechEnd == 0 && sent + count >= LastLoud(samples))
            {
                speechEnd = Stopwatch.GetTimestamp();
            }

            var due = PcmFormat.Speech16K.Duration(sent + count) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, TimeProvider.System, cancellationToken);
            }
        }

        await socket.SendAsync(LightWebSocket.Frame("""{"type":"command","command":"flush"}"""u8, text: true), cancellationToken);
        await receiving;
        var decided = speechEnd + (long)(Silence.TotalSeconds * Stopwatch.Frequency);
        return (text.ToString(), lastFinal == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Math.Min(decided, lastFinal), lastFinal));
    }

    private static int LastLoud(short[] samples)
    {
        for (var i = samples.Length - 1; i > 0; i--)
        {
            if (Math.Abs((int)samples[i]) > 800)
            {
                return i;
            }
        }

        return samples.Length;
    }

    private static List<(string, short[])> HumanRecordings()
    {
        var found = new List<(string, short[])>();
        var command = Path.Combine(Testdata, "goforward.raw");
        if (File.Exists(command))
        {
            found.Add(("go forward ten meters", Raw(command)));
        }

        var folder = Path.Combine(Testdata, "librivox");
        if (File.Exists(Path.Combine(folder, "transcription")))
        {
            foreach (var line in File.ReadLines(Path.Combine(folder, "transcription")))
            {
                var open = line.LastIndexOf('(');
                var wave = Path.Combine(folder, line[(open + 1)..].TrimEnd(')', ' ') + ".wav");
                if (open > 0 && File.Exists(wave))
                {
                    found.Add((line[..open].Replace("<s>", "", StringComparison.Ordinal).Replace("</s>", "", StringComparison.Ordinal), Wave(wave)));
                }
            }
        }

        return found;
    }

    private static short[] Raw(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var samples = new short[bytes.Length / 2];
        Pcm16.FromBytes(bytes, samples);
        return samples;
    }

    private static short[] Wave(string file)
    {
        // Canonical files of the package: 44 bytes, then 16-bit mono at 16 kHz.
        var bytes = File.ReadAllBytes(file).AsSpan(44);
        var samples = new short[bytes.Length / 2];
        Pcm16.FromBytes(bytes, samples);
        return samples;
    }
}
