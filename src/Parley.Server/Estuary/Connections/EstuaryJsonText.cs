using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Server.Estuary.Connections;

/// <summary>JSON values as they are.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class EstuaryJsonText : JsonSerializerContext;
