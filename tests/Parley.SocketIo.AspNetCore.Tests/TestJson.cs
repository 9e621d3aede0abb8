using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.SocketIo.AspNetCore.Tests;

[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Person))]
internal sealed partial class TestJson : JsonSerializerContext;

internal sealed record Person(string Name, int Age);
