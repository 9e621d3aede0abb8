namespace Parley.EndToEnd.Console;

/// <summary>
/// Counts what shows that an answer is being heard: Voxta's page says when a piece begins to play, Estuary's gets audio at the pace of
/// speech. Thread-safe.
/// </summary>
internal sealed class SpeechTraffic
{
    // The second piece begins when the first was heard; fifteen frames are three seconds, of which one may wait to be played.
    private const int PiecesPlayed = 2;
    private const int FramesSent = 15;

    private readonly Lock _gate = new();
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pieces;
    private int _frames;

    /// <summary>The page sent a message.</summary>
    public void Sent(string? frame) => Count(ref _pieces, frame, "\"speechPlaybackStart\"");

    /// <summary>The page got a message.</summary>
    public void Received(string? frame) => Count(ref _frames, frame, "\"bot_voice\"");

    /// <summary>Counts from now on.</summary>
    /// <returns>Completes when some of what comes was heard.</returns>
    public Task WatchAsync()
    {
        lock (_gate)
        {
            (_pieces, _frames, _heard) = (0, 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _heard.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        }
    }

    private void Count(ref int counter, string? frame, string name)
    {
        lock (_gate)
        {
            counter += frame?.Contains(name, StringComparison.Ordinal) == true ? 1 : 0;
            if (_pieces >= PiecesPlayed || _frames >= FramesSent)
            {
                _heard.TrySetResult();
            }
        }
    }
}
