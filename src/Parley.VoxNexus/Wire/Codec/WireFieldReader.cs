using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>
/// Walks the members of one JSON object. A <c>null</c> member counts as absent. A member of the wrong type is reported to
/// the problem list (a server tells its client), or passed over where there is none (a client tolerates its server).
/// </summary>
internal ref struct WireFieldReader
{
    private readonly List<WireProblem>? _problems;
    private readonly string _prefix;
    private readonly VoxNexusErrorCode _wrongType;
    private Utf8JsonReader _reader;
    private string? _name;

    /// <param name="json">The object; known to be well-formed.</param>
    /// <param name="problems">Where wrong types go; null tolerates them.</param>
    /// <param name="prefix">Put before field names in problems, for nested objects.</param>
    /// <param name="wrongType">The code for a wrong type.</param>
    public WireFieldReader(ReadOnlySpan<byte> json, List<WireProblem>? problems, string prefix = "", VoxNexusErrorCode? wrongType = null)
    {
        _reader = new Utf8JsonReader(json);
        _problems = problems;
        _prefix = prefix;
        _wrongType = wrongType ?? VoxNexusErrorCode.InvalidParameter;
        _name = null;
        _reader.Read();
    }

    /// <summary>Moves to the next member that is not null and stands on its value.</summary>
    public bool Next()
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            _name = WireText.Decode(_reader.ValueSpan, _reader.ValueIsEscaped);
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.Null)
            {
                return true;
            }
        }

        return false;
    }

    public readonly string Name => _name!;

    public string? String()
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            return WireText.Decode(_reader.ValueSpan, _reader.ValueIsEscaped);
        }

        return Wrong<string>("a string");
    }

    public bool? Boolean()
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _reader.GetBoolean();
        }

        return WrongValue<bool>("true or false");
    }

    /// <summary>A finite number.</summary>
    public double? Number()
    {
        if (TryNumber(out var number))
        {
            return number;
        }

        return WrongValue<double>("a number");
    }

    /// <summary>A whole number; <c>16000.0</c> is one.</summary>
    public int? Integer()
    {
        if (TryNumber(out var number) && Math.Floor(number) == number && number is >= int.MinValue and <= int.MaxValue)
        {
            return (int)number;
        }

        return WrongValue<int>("a whole number");
    }

    /// <summary>Milliseconds; a fraction is rounded, since nothing better can be done with it.</summary>
    public long? Milliseconds()
    {
        if (TryNumber(out var number) && number is >= -9e15 and <= 9e15)
        {
            return (long)Math.Round(number);
        }

        return WrongValue<long>("milliseconds");
    }

    public string[]? Strings()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            return Wrong<string[]>("a list of strings");
        }

        var list = new List<string>();
        var pure = true;
        var depth = _reader.CurrentDepth;
        while (_reader.Read() && !(_reader.TokenType == JsonTokenType.EndArray && _reader.CurrentDepth == depth))
        {
            if (_reader.TokenType == JsonTokenType.String)
            {
                list.Add(WireText.Decode(_reader.ValueSpan, _reader.ValueIsEscaped));
            }
            else
            {
                pure = false;
                _reader.Skip();
            }
        }

        return pure ? [.. list] : Wrong<string[]>("a list of strings");
    }

    /// <summary>The bytes of an object, for a reader of its own.</summary>
    /// <param name="json">The object this reader walks.</param>
    /// <param name="wrongType">The code when it is none; null for the reader's own.</param>
    /// <param name="inner">The bytes.</param>
    public bool TryObject(ReadOnlySpan<byte> json, VoxNexusErrorCode? wrongType, out ReadOnlySpan<byte> inner)
    {
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            inner = Raw(json);
            return true;
        }

        inner = default;
        Report("an object", wrongType);
        return false;
    }

    /// <summary>The bytes of an array; false reports a wrong type.</summary>
    public bool TryArray(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> inner)
    {
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            inner = Raw(json);
            return true;
        }

        inner = default;
        Report("a list");
        return false;
    }

    /// <summary>The bytes of the value, whatever it is.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json)
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return json[start..(int)_reader.BytesConsumed];
    }

    public void Skip() => _reader.Skip();

    private bool TryNumber(out double number)
    {
        number = 0;
        return _reader.TokenType == JsonTokenType.Number
            && _reader.TryGetDouble(out number)
            && !double.IsNaN(number)
            && !double.IsInfinity(number);
    }

    private T? Wrong<T>(string expected)
        where T : class
    {
        Report(expected);
        return null;
    }

    private T? WrongValue<T>(string expected)
        where T : struct
    {
        Report(expected);
        return null;
    }

    private void Report(string expected, VoxNexusErrorCode? wrongType = null)
    {
        _reader.Skip();
        _problems?.Add(new WireProblem(wrongType ?? _wrongType, $"{_prefix}{_name} must be {expected}", _prefix + _name));
    }
}
