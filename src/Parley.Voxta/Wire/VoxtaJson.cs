using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Serialisation of every message without reflection: camelCase, nulls left out, numbers also from strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientGuidConverter), typeof(LenientNullableGuidConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ServerMessage))]
internal sealed partial class VoxtaJson : JsonSerializerContext;
