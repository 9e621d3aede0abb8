using System.Threading.Channels;
using Parley.Conversation.Speakers;

namespace Parley.Testing.Conversations;

/// <summary>Reads a speaker's frames as they come and keeps copies.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly Channel<(SpeechFrame Frame, short[] Samples)> _frames = Channel.CreateUnbounded<(SpeechFrame, short[])>();
    private readonly Task _work;

    public Listener(Speaker speaker)
    {
        Speaker = speaker;
        _work = Task.Run(async () =>
        {
            await foreach (var frame in speaker.ReadFramesAsync())
            {
                _frames.Writer.TryWrite((frame, frame.Samples.ToArray()));
            }

            _frames.Writer.TryComplete();
        });
    }

    public Speaker Speaker { get; }

    /// <summary>The samples heard so far.</summary>
    public List<short> Heard { get; } = [];

    public async Task<SpeechFrame> NextAsync()
    {
        var (frame, samples) = await _frames.Reader.ReadAsync().AsTask().WaitAsync(ConversationFixture.Patience);
        Heard.AddRange(samples);
        return frame;
    }

    /// <summary>Reads frames until so much of them was handed out.</summary>
    public async Task<SpeechFrame> ReadAsync(TimeSpan length)
    {
        var frame = default(SpeechFrame);
        while (Heard.Count < length.TotalSeconds * Speaker.Options.SampleRate)
        {
            frame = await NextAsync();
        }

        return frame;
    }

    /// <summary>Reads to the message's last frame, moving the clock as frames fall due.</summary>
    public async Task<SpeechFrame> ReadToEndAsync(FakeTimeProvider time)
    {
        while (true)
        {
            var frame = await time.RunAsync(NextAsync());
            if (frame.IsLast)
            {
                return frame;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Speaker.DisposeAsync();
        await _work.WaitAsync(ConversationFixture.Patience);
    }
}
