using Parley.VoxNexus;

namespace Parley.Samples;

/// <summary>Speech becomes <c>hello.vtt</c> while it is heard. With <c>Microphone.Open()</c> of Parley.Devices as the source it is live.</summary>
public static class LiveCaptionsSample
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var captions = new LiveCaptions(new SpeechToTextOptions { ServerUrl = server }, CaptionWriter.Create(Path.Combine(folder, "hello.vtt")));
        var committed = new TaskCompletionSource();
        captions.Committed += caption =>
        {
            Console.WriteLine($"{caption.Start:mm\\:ss} {caption.Text}");
            committed.TrySetResult();
        };
        await using var source = await Recording.OpenAsync(Path.Combine(folder, "hello.wav"), cancellationToken);
        await captions.StartAsync(source, cancellationToken);
        await committed.Task.WaitAsync(cancellationToken);
        await captions.StopAsync(cancellationToken);
    }
}
