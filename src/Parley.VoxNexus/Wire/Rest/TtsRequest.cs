using System.Buffers;

namespace Parley.VoxNexus.Wire;

/// <summary>The body of <c>POST /v1/tts</c>.</summary>
/// <param name="Text">What to say; null only as read from a client that left it out or sent another type.</param>
/// <param name="Settings">What it sounds like.</param>
public sealed record TtsRequest(string? Text, SynthesisSettings Settings)
{
    /// <summary>Reads the body.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="request">The request when the status is <see cref="WireReadStatus.Ok"/>.</param>
    /// <param name="problems">Where wrong types are reported; null passes over them.</param>
    public static WireReadStatus Read(ReadOnlySpan<byte> utf8, out TtsRequest? request, List<WireProblem>? problems = null)
    {
        request = null;
        var status = WireFrame.CheckObject(utf8);
        if (status != WireReadStatus.Ok)
        {
            return status;
        }

        string? text = null;
        var settings = new SynthesisSettings();
        var fields = new WireFieldReader(utf8, problems);
        while (fields.Next())
        {
            if (fields.Name == "text")
            {
                text = fields.String();
            }
            else if (!SynthesisSettings.TryReadMember(ref fields, utf8, problems, ref settings))
            {
                fields.Skip();
            }
        }

        request = new TtsRequest(text, settings);
        return WireReadStatus.Ok;
    }

    /// <summary>What is missing or out of range; empty when nothing is.</summary>
    public IEnumerable<WireProblem> Validate()
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            yield return new WireProblem(VoxNexusErrorCode.MissingParameter, "text is required", "text");
        }
        else if (WireRanges.TextLength(Text) > WireRanges.MaxTextLength)
        {
            yield return new WireProblem(VoxNexusErrorCode.TextTooLong, $"text must be at most {WireRanges.MaxTextLength} characters", "text");
        }

        foreach (var problem in Settings.Validate())
        {
            yield return problem;
        }
    }

    /// <summary>Appends the body as UTF-8 JSON.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, request) =>
    {
        writer.WriteString("text"u8, request.Text ?? string.Empty);
        request.Settings.Write(writer);
    });
}
