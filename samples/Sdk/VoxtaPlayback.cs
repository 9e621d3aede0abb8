using Parley.Audio.Wav;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Samples;

/// <summary>Plays a reply's clips and tells the server so: then the turn goes back to the player when the last word was heard.</summary>
public static class VoxtaPlayback
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server, AutoSubscribe = false });
        using var http = new HttpClient { BaseAddress = server };
        var events = client.ReadEventsAsync(cancellationToken);
        var welcome = await client.ConnectAsync(cancellationToken);
        await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: cancellationToken);
        await foreach (var e in events)
        {
            switch (e)
            {
                case ReplyChunk { AudioUrl.Length: > 0 } chunk:
                    await using (var clip = await WavSource.OpenAsync(await http.GetStreamAsync(new Uri(chunk.AudioUrl, UriKind.Relative), cancellationToken), cancellationToken: cancellationToken))
                    {
                        var duration = await PlayAsync(clip, cancellationToken);
                        await client.SpeechPlaybackStartAsync(chunk.MessageId, chunk.StartIndex, chunk.EndIndex, duration, cancellationToken: cancellationToken);
                    }

                    break;
                case ReplyEnd reply:
                    await client.SpeechPlaybackCompleteAsync(reply.MessageId, cancellationToken: cancellationToken);
                    break;
                case ChatFlow { State: var state } when state == ChatFlowState.WaitingForUserInput:
                    return;
            }
        }
    }

    // A player in the place of this one plays the samples; this one only counts them.
    private static async Task<TimeSpan> PlayAsync(WavSource clip, CancellationToken cancellationToken)
    {
        var samples = new short[1_600];
        long total = 0;
        int count;
        while ((count = await clip.ReadAsync(samples, cancellationToken)) > 0)
        {
            total += count;
        }

        return clip.Format.Duration(total);
    }
}
