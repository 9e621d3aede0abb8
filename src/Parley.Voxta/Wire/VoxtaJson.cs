using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Serialisation of every message without reflection: camelCase, nulls left out, numbers also from strings.</summary>
/// <remarks>Wire types have setters: generated code assigns every init-only property, and would overwrite the defaults of fields that are absent.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientGuidConverter), typeof(LenientNullableGuidConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ServerMessage))]
internal sealed partial class VoxtaJson : JsonSerializerContext;
