using System.Globalization;
using System.Text;

namespace Parley.VoxNexus;

/// <summary>Writes captions as SubRip or WebVTT, cue by cue, so that the file is whole after every one. One caller at a time.</summary>
public sealed class CaptionWriter : IAsyncDisposable
{
    private readonly TextWriter _output;
    private readonly bool _leaveOpen;
    private readonly CaptionFormat _format;
    private readonly CaptionLayout _layout = new();
    private int _number;
    private bool _begun;

    /// <summary>Creates a writer.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="format">SubRip or WebVTT.</param>
    /// <param name="leaveOpen">Whether the output outlives the writer; default false.</param>
    public CaptionWriter(TextWriter output, CaptionFormat format, bool leaveOpen = false)
    {
        _output = output ?? throw new ArgumentNullException(nameof(output));
        _format = format;
        _leaveOpen = leaveOpen;
    }

    /// <summary>Creates or replaces a file, UTF-8; its extension says the format.</summary>
    /// <param name="path">Ends with <c>.srt</c> or <c>.vtt</c>.</param>
    /// <exception cref="ArgumentException">It ends otherwise.</exception>
    public static CaptionWriter Create(string path)
    {
        var format = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SRT" => CaptionFormat.Srt,
            ".VTT" => CaptionFormat.Vtt,
            _ => throw new ArgumentException("Captions are written to .srt or .vtt files.", nameof(path)),
        };
        return new CaptionWriter(new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)), format);
    }

    /// <summary>Appends a caption, as several cues when it is long, and flushes.</summary>
    /// <param name="caption">Captions come in order of time.</param>
    public async Task WriteAsync(Caption caption)
    {
        if (caption is null)
        {
            throw new ArgumentNullException(nameof(caption));
        }

        await BeginAsync().ConfigureAwait(false);
        foreach (var cue in _layout.Cut(caption))
        {
            await _output.WriteAsync(_format == CaptionFormat.Srt ? Srt(cue) : Vtt(cue)).ConfigureAwait(false);
        }

        await _output.FlushAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await BeginAsync().ConfigureAwait(false);
        await _output.FlushAsync().ConfigureAwait(false);
        if (!_leaveOpen)
        {
            await _output.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A file without captions is still a WebVTT file.
    private async ValueTask BeginAsync()
    {
        if (!_begun)
        {
            _begun = true;
            if (_format == CaptionFormat.Vtt)
            {
                await _output.WriteAsync("WEBVTT\n\n").ConfigureAwait(false);
            }
        }
    }

    private string Srt(CaptionLayout.Cue cue) =>
        $"{(++_number).ToString(CultureInfo.InvariantCulture)}\r\n{Time(cue.Start, ',')} --> {Time(cue.End, ',')}\r\n{cue.Text.Replace("\n", "\r\n")}\r\n\r\n";

    private static string Vtt(CaptionLayout.Cue cue) =>
        $"{Time(cue.Start, '.')} --> {Time(cue.End, '.')}\n{Escape(cue.Text)}\n\n";

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Time(TimeSpan time, char separator) => FormattableString.Invariant(
        $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{separator}{time.Milliseconds:000}");
}
