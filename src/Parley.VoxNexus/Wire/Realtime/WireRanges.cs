namespace Parley.VoxNexus.Wire;

/// <summary>Ranges and sets of the wire's settings, for the client's validation and the server's alike.</summary>
public static class WireRanges
{
    /// <summary>Slowest speech.</summary>
    public const double MinSpeed = 0.5;

    /// <summary>Fastest speech.</summary>
    public const double MaxSpeed = 2.0;

    /// <summary>Deepest shift, in semitones.</summary>
    public const double MinPitch = -12;

    /// <summary>Highest shift, in semitones.</summary>
    public const double MaxPitch = 12;

    /// <summary>Most Unicode scalar values in one <c>text</c> message.</summary>
    public const int MaxTextLength = 5_000;

    /// <summary>Most Unicode scalar values buffered for one utterance.</summary>
    public const int MaxUtteranceTextLength = 50_000;

    /// <summary>Rates a synthesiser may be asked for, in hertz: the documented three, then older ones.</summary>
    public static IReadOnlyList<int> SynthesisSampleRates { get; } = [16_000, 24_000, 48_000, 8_000, 22_050, 44_100];

    /// <summary>Rates of recogniser input, in hertz.</summary>
    public static IReadOnlyList<int> RecognitionSampleRates { get; } = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

    /// <summary>How many Unicode scalar values a text has; a lone surrogate counts as one.</summary>
    public static int TextLength(string text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }

            length++;
        }

        return length;
    }

    /// <summary>Whether a tag has the form of ISO 639-1 or BCP 47, e.g. <c>en</c> or <c>zh-Hans-CN</c>.</summary>
    public static bool IsLanguageTag(string tag)
    {
        var part = 0;
        var length = 0;
        for (var i = 0; i <= tag.Length; i++)
        {
            var c = i < tag.Length ? tag[i] : '-';
            if (c is '-')
            {
                if (length == 0 || length > 8 || (part == 0 && length is < 2 or > 3))
                {
                    return false;
                }

                part++;
                length = 0;
            }
            else if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') || (part > 0 && c is >= '0' and <= '9'))
            {
                length++;
            }
            else
            {
                return false;
            }
        }

        return tag.Length <= 35;
    }
}
