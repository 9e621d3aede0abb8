namespace Parley.Speech.Synthesis;

/// <summary>The ranges of <see cref="SynthesisRequest"/>, checked alike by every engine.</summary>
internal static class SynthesisArguments
{
    /// <summary>Longest text of one request, in UTF-16 units.</summary>
    public const int MaxTextLength = 65_536;

    /// <exception cref="ArgumentException">The text is missing or too long, or a value is out of its range.</exception>
    public static void Check(SynthesisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Text is null)
        {
            throw new ArgumentException("The text is missing.", nameof(request));
        }

        if (request.Text.Length > MaxTextLength)
        {
            throw new ArgumentException($"The text has {request.Text.Length} characters; at most {MaxTextLength} are spoken at once.", nameof(request));
        }

        CheckRange(nameof(SynthesisRequest.Speed), request.Speed, 0.5, 2);
        CheckRange(nameof(SynthesisRequest.Pitch), request.Pitch, -12, 12);
        CheckRange(nameof(SynthesisRequest.Volume), request.Volume, 0, 1);
        if (!(request.StyleDegree > 0 && request.StyleDegree <= 2))
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.StyleDegree, "StyleDegree must be above 0 and at most 2.");
        }
    }

    private static void CheckRange(string name, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new ArgumentOutOfRangeException("request", value, $"{name} must be {min} to {max}.");
        }
    }
}
