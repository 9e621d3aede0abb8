using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Serialisation of <c>/api/v1/characters</c> without reflection: snake_case, nulls left out, non-ASCII characters escaped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(CharacterData))]
[JsonSerializable(typeof(CharacterPage))]
[JsonSerializable(typeof(CharacterRequest))]
public sealed partial class EstuaryCharacterJsonContext : JsonSerializerContext;
