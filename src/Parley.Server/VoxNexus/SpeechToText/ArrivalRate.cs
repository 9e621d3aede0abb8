using Parley.Server.VoxNexus.Connections;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Notices audio that runs steadily at a third, half, double or triple of real time: its sample rate is probably not the declared one,
/// which nothing else can tell. Says so in the log, once.
/// </summary>
internal sealed class ArrivalRate(ConnectionContext context, int sampleRate)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly double[] Suspects = [1 / 3.0, 0.5, 2, 3];

    private readonly long _start = context.Time.GetTimestamp();
    private long _samples;
    private bool _done;

    public void Count(int samples)
    {
        _samples += samples;
        if (_done || context.Time.GetElapsedTime(_start) is var elapsed && elapsed < Window)
        {
            return;
        }

        _done = true;
        var ratio = _samples / (double)sampleRate / elapsed.TotalSeconds;
        foreach (var suspect in Suspects)
        {
            if (Math.Abs((ratio / suspect) - 1) < 0.05)
            {
                SessionLog.RateSuspect(context.Log, context.RequestId, Math.Round(ratio, 2));
            }
        }
    }
}
