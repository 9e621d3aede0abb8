using System.Globalization;
using System.Text.Json;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>
/// Reads the members of an object as the specification wants: <c>null</c> counts as absent, integers may be written
/// <c>16000.0</c>, numeric strings are no numbers. Collects every wrong field; the first one is the error.
/// </summary>
internal sealed class Fields(JsonElement source)
{
    private ApiError? _first;
    private List<string>? _others;

    /// <summary>The first error with the others in its details; null when all is well.</summary>
    public ApiError? Error => _others is null ? _first : _first! with { Details = string.Join("; ", _others) };

    public void Fail(ApiError error)
    {
        if (_first is null)
        {
            _first = error;
        }
        else if (_others is not { Count: >= 20 })
        {
            (_others ??= []).Add(error.Message);
        }
    }

    /// <summary>The member, or null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        source.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? String(string name, string code = ErrorCodes.InvalidParameter)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return LenientString.Read(value);
        }

        Fail(new ApiError(code, $"{name} must be a string"));
        return null;
    }

    public bool Boolean(string name, bool otherwise = false)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fail(ApiError.Invalid(name, "true or false"));
        return otherwise;
    }

    public double Number(string name, double min, double max, double otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= min && number <= max)
        {
            return number;
        }

        Fail(ApiError.Invalid(name, string.Create(CultureInfo.InvariantCulture, $"a number between {min:0.0##} and {max:0.0##}")));
        return otherwise;
    }

    public int? Integer(string name, int min, int max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (TryInteger(value, out var number) && number >= min && number <= max)
        {
            return (int)number;
        }

        Fail(ApiError.Invalid(name, string.Create(CultureInfo.InvariantCulture, $"an integer between {min} and {max}")));
        return null;
    }

    /// <summary>A sample rate out of a set.</summary>
    public int SampleRate(IReadOnlyList<int> rates, int otherwise)
    {
        if (Find("sample_rate") is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            Fail(ApiError.Invalid("sample_rate", "an integer"));
        }
        else if (TryInteger(value, out var rate) && rates.Contains((int)Math.Clamp(rate, 0, int.MaxValue)))
        {
            return (int)rate;
        }
        else
        {
            Fail(new ApiError(ErrorCodes.UnsupportedSampleRate, $"sample_rate must be one of {string.Join(", ", rates)}"));
        }

        return otherwise;
    }

    private static bool TryInteger(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetInt64(out number))
        {
            return true;
        }

        if (!value.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > 1e15)
        {
            return false;
        }

        number = (long)real;
        return true;
    }
}
