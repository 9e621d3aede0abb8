using System.Text.Json.Serialization;

namespace Parley.VoxNexus.Wire;

/// <summary>Source-generated metadata of the REST models: snake case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientInt64Converter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(VoicePage))]
[JsonSerializable(typeof(Voice))]
[JsonSerializable(typeof(Transcription))]
[JsonSerializable(typeof(ModelList))]
public sealed partial class VoxNexusJsonContext : JsonSerializerContext;
