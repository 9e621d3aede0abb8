using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Serialisation of memories, conversations and the older character calls without reflection: camelCase, non-ASCII characters escaped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(MemoryPage))]
[JsonSerializable(typeof(MemoryTimeline))]
[JsonSerializable(typeof(MemoryStats))]
[JsonSerializable(typeof(CoreFactList))]
[JsonSerializable(typeof(MemoryGraph))]
[JsonSerializable(typeof(MemorySearchResult))]
[JsonSerializable(typeof(DeletionResult))]
[JsonSerializable(typeof(ConversationData))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(ConversationStats))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(CharacterData[]))]
[JsonSerializable(typeof(ErrorDetail))]
public sealed partial class EstuaryRestJsonContext : JsonSerializerContext;
