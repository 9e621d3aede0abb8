using System.Text.Json.Serialization;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Rest;

/// <summary>The bodies of the REST calls, as lenient in reading as the hub's messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientGuidConverter), typeof(LenientNullableGuidConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(ChatsBody))]
[JsonSerializable(typeof(NewChatBody))]
[JsonSerializable(typeof(ChangedChatBody))]
[JsonSerializable(typeof(ChatSummaryBody))]
[JsonSerializable(typeof(CharactersBody))]
[JsonSerializable(typeof(CharacterBody))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(AssetsBody))]
[JsonSerializable(typeof(MemoryBooksBody))]
[JsonSerializable(typeof(ScenariosBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(CulturesBody))]
[JsonSerializable(typeof(ConfigurationsBody))]
[JsonSerializable(typeof(AppsBody))]
[JsonSerializable(typeof(NewSessionBody))]
[JsonSerializable(typeof(SessionsBody))]
internal sealed partial class RestJson : JsonSerializerContext;
