using System.Runtime.InteropServices;
using System.Threading.Channels;
using Parley.Audio;
using Parley.Estuary.Tests.Fakes;
using Parley.Testing;

namespace Parley.Estuary.Tests.Voice;

/// <summary>A voice session on a scripted server, with a microphone that the test feeds and a speaker that it reads.</summary>
public abstract class VoiceSessionTest
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private readonly Channel<VoiceSessionState> _states = Channel.CreateUnbounded<VoiceSessionState>();

    private protected static TimeSpan Deadline => TimeSpan.FromSeconds(30);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ScriptedServer Server { get; } = new();

    /// <summary>The clock of speakers that play in real time.</summary>
    private protected FakeTimeProvider AudioTime { get; } = new();

    private protected FedSource Source { get; } = new();

    private protected MemorySink Heard { get; } = new(PcmFormat.Speech16K);

    private protected VoiceSessionOptions Options => new() { Frame = Frame, OnState = state => _states.Writer.TryWrite(state) };

    /// <summary>A connected client and its session, started; continuous voice is on.</summary>
    private protected async Task<Talk> TalkAsync(IAudioSink sink, VoiceMode mode = VoiceMode.Continuous, EstuaryClientOptions? options = null)
    {
        var (client, server) = await ScriptedServer.ConnectAsync(Server, options);
        var session = new VoiceSession(client, Source, sink, mode, Options);
        var starting = session.StartAsync(Token);
        if (mode == VoiceMode.Continuous)
        {
            await server.AnswerAsync("start_voice", "voice_started");
        }

        await starting.WaitAsync(Deadline, Token);
        return new Talk(client, server, session);
    }

    private protected async Task<VoiceSessionState> StateAsync() => await _states.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);

    /// <summary>Lets the speaker play until the work is done.</summary>
    private protected async Task<T> PassUntilAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            AudioTime.Advance(Frame);
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token));
        }

        return await work;
    }

    /// <summary>The samples of the client's next <c>stream_audio</c>.</summary>
    private protected static async Task<short[]> SentAsync(ScriptedSession server) =>
        MemoryMarshal.Cast<byte, short>((await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64()).ToArray();

    private protected static Task VoiceAsync(ScriptedSession server, string id, int chunk, short value, int samples, bool isFinal) => server.EmitAsync(
        "bot_voice", $$"""{"audio":"{{Pcm(value, samples)}}","message_id":"{{id}}","chunk_index":{{chunk}},"is_final":{{(isFinal ? "true" : "false")}},"sample_rate":16000}""");

    private protected static string Pcm(short value, int samples) => Convert.ToBase64String(MemoryMarshal.AsBytes<short>(Enumerable.Repeat(value, samples).ToArray()));

    /// <summary>Ends with the test; nobody answers its goodbye.</summary>
    private protected sealed record Talk(EstuaryClient Client, ScriptedSession Server, VoiceSession Session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Server.Leaving(Client).DisposeAsync();
            await Session.DisposeAsync();
        }
    }
}
