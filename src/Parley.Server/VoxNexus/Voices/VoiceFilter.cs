using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;
using Voice = Parley.Speech.Synthesis.Voice;

namespace Parley.Server.VoxNexus.Voices;

/// <summary>The query of <c>GET /v1/voices</c>.</summary>
internal sealed class VoiceFilter
{
    private const int MaxPageSize = 100;

    private readonly IQueryCollection _query;

    /// <exception cref="ApiException">A value is wrong.</exception>
    public VoiceFilter(IQueryCollection query)
    {
        _query = query;
        Page = Integer("page", 1, int.MaxValue);
        PageSize = Integer("page_size", 20, MaxPageSize);
        CheckOneOf("gender", "male", "female", "neutral");
        CheckOneOf("age", "child", "young", "adult", "senior");
        CheckOneOf("category", "premade", "cloned", "generated");
        CheckTag("language");
        CheckTag("locale");
    }

    /// <summary>From 1.</summary>
    public int Page { get; }

    public int PageSize { get; }

    public bool Passes(Voice voice) =>
        (Value("language") is not { } language || voice.Locales.Any(l => Locales.Passes(l, language)))
        && (Value("locale") is not { } locale || voice.Locales.Any(l => Locales.Passes(l, locale)))
        && (Value("gender") is not { } gender || voice.Gender == gender)
        && (Value("age") is not { } age || voice.Age == age)
        && (Value("category") is null or "premade")
        && (Value("style") is not { } style || voice.Styles.Contains(style, StringComparer.OrdinalIgnoreCase))
        && (Value("search") is not { } search || Contains(voice.Id, search) || Contains(voice.Name, search) || Contains(voice.Description, search));

    private static bool Contains(string? text, string search) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    private string? Value(string name) => _query[name].ToString() is { Length: > 0 } value ? value : null;

    private int Integer(string name, int otherwise, int max)
    {
        if (Value(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max
            ? value
            : throw new ApiException(ApiError.Invalid(name, max == int.MaxValue ? "an integer of at least 1" : $"an integer between 1 and {max}"));
    }

    private void CheckOneOf(string name, params string[] values)
    {
        if (Value(name) is { } value && !values.Contains(value))
        {
            throw new ApiException(ApiError.Invalid(name, "one of " + string.Join(", ", values)));
        }
    }

    private void CheckTag(string name)
    {
        if (Value(name) is { } tag && !WireRanges.IsLanguageTag(tag))
        {
            throw new ApiException(ApiError.Invalid(name, "an ISO 639 or BCP 47 tag"));
        }
    }
}
