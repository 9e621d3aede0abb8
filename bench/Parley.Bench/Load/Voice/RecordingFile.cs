namespace Parley.Bench.Load.Voice;

/// <summary>Audio in a temporary file, 16-bit samples at 16 kHz without a header, for a peer in another process.</summary>
internal sealed class RecordingFile : IDisposable
{
    private RecordingFile(string path) => Path = path;

    public string Path { get; }

    public static async Task<RecordingFile> WriteAsync(IEnumerable<byte[]> frames, CancellationToken cancellationToken)
    {
        var file = new RecordingFile(System.IO.Path.GetTempFileName());
        await File.WriteAllBytesAsync(file.Path, [.. frames.SelectMany(f => f)], cancellationToken);
        return file;
    }

    public void Dispose() => File.Delete(Path);
}
