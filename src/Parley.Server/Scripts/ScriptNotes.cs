using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Conversation;
using Parley.Conversation.Chats;
using Parley.Conversation.Scripts;

namespace Parley.Server.Scripts;

/// <summary>
/// Requests and results as the script's process gets and gives them. A result is a stranger's word: what is not of the expected form or
/// size fails the script as a whole.
/// </summary>
internal static class ScriptNotes
{
    private const int MaxItems = 200;
    private const int MaxLogs = 201;
    private const int MaxName = 200;
    private const int MaxLog = 2_000;
    private const int MaxVariable = 4_096;
    private const int MaxMessages = 20;

    private static readonly MessageRole[] Roles = [MessageRole.Note, MessageRole.Secret, MessageRole.Event, MessageRole.Instructions, MessageRole.User, MessageRole.Assistant];

    public static byte[] Write(ScriptRequest request)
    {
        var arguments = new Dictionary<string, string>();
        foreach (var argument in request.Arguments)
        {
            arguments[argument.Name] = argument.Value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(
            new ScriptRequestBody
            {
                Script = request.Script,
                Name = request.Name,
                EventName = request.EventName,
                MessageText = request.MessageText,
                Arguments = arguments,
                CharacterName = request.CharacterName,
                PlayerName = request.PlayerName,
                ChatTime = (long)request.ChatTime.TotalMilliseconds,
                Flags = [.. request.Context.Flags.Select(f => f.Name)],
                Roles = request.Context.Roles.ToDictionary(r => r.Key, r => new ScriptRoleBody(r.Value.CharacterId, r.Value.IsEnabled)),
                Variables = request.Context.Variables.Concat(request.Variables).GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.Last().Value),
            },
            ScriptJson.Default.ScriptRequestBody);
    }

    public static ScriptResult Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException();
            }

            string? error = null;
            if (root.TryGetProperty("error", out var told) && told.ValueKind == JsonValueKind.String)
            {
                error = Limited(told.GetString()!, 600);
                root = root.TryGetProperty("notes", out var inner) ? inner : throw new JsonException();
            }

            var notes = root.Deserialize(ScriptJson.Default.ScriptNotesBody) ?? throw new JsonException();
            return Check(notes, error);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("The script's notes cannot be read.");
        }
    }

    private static ScriptResult Check(ScriptNotesBody notes, string? error)
    {
        var logs = notes.Logs ?? [];
        var messages = notes.Messages ?? [];
        var triggers = notes.Triggers ?? [];
        if (logs.Count > MaxLogs || messages.Count > MaxMessages || triggers.Count > MaxItems || (notes.Flags?.Count ?? 0) > MaxItems || (notes.Actions?.Count ?? 0) > MaxMessages
            || (notes.Contexts?.Count ?? 0) > MaxItems || (notes.Roles?.Count ?? 0) > MaxItems || (notes.Variables?.Count ?? 0) > MaxItems)
        {
            throw new InvalidDataException("The script did more than is allowed.");
        }

        return new ScriptResult
        {
            Error = error,
            Logs = [.. logs.Select(l => (Limited(l.Level ?? "log", 16), Limited(l.Message ?? "", MaxLog)))],
            Flags = [.. (notes.Flags ?? []).Select(f => new ScriptFlag(Name(f.Flag), Count(f.Messages), Seconds(f.Seconds)))],
            Variables = (notes.Variables ?? []).Where(v => v.Key.Length <= MaxName && v.Value.GetRawText().Length <= MaxVariable).ToDictionary(v => v.Key, v => v.Value.Clone()),
            Messages = [.. messages.Select(m => new ScriptMessage(Role(m.Role), Text(m.Text)))],
            Triggers = [.. triggers.Select(t => new ScriptTrigger(Name(t.Name), [.. (t.Arguments ?? []).Select(a => a.Clone())], t.Wait))],
            Actions = [.. (notes.Actions ?? []).Select(Name)],
            Contexts = [.. (notes.Contexts ?? []).Select(c => (Name(c.Key), c.Text is { Length: > 0 } text ? Text(text) : ""))],
            Roles = (notes.Roles ?? []).ToDictionary(r => Name(r.Key), r => r.Value),
        };
    }

    private static string Name(string? name) => name is { Length: > 0 and <= MaxName } ? name : throw new InvalidDataException("A name is missing or too long.");

    private static string Text(string? text) => text is { Length: > 0 and <= TextLimits.MaxMessageLength } ? text : throw new InvalidDataException("A text is missing or too long.");

    private static MessageRole Role(string? role) => Enum.TryParse<MessageRole>(role, out var known) && Roles.Contains(known) ? known : throw new InvalidDataException("A message has no such role.");

    private static int? Count(double? messages) => messages is null ? null : messages is >= 1 and <= 1_000_000 ? (int)messages : throw new InvalidDataException("A flag's number of messages is out of range.");

    private static TimeSpan? Seconds(double? seconds) => seconds is null ? null : seconds is > 0 and <= 1e9 ? TimeSpan.FromSeconds(seconds.Value) : throw new InvalidDataException("A flag's seconds are out of range.");

    private static string Limited(string text, int length) => text.Length <= length ? text : text[..length];
}

internal sealed record ScriptRequestBody
{
    public string Script { get; set; } = "";

    public string Name { get; set; } = "";

    public string? EventName { get; set; }

    public string? MessageText { get; set; }

    public Dictionary<string, string> Arguments { get; set; } = [];

    public string CharacterName { get; set; } = "";

    public string PlayerName { get; set; } = "";

    public long ChatTime { get; set; }

    public IReadOnlyList<string> Flags { get; set; } = [];

    public Dictionary<string, ScriptRoleBody> Roles { get; set; } = [];

    public Dictionary<string, JsonElement> Variables { get; set; } = [];
}

internal sealed record ScriptRoleBody(Guid? CharacterId, bool Enabled);

internal sealed record ScriptNotesBody
{
    public List<ScriptLogBody>? Logs { get; set; }

    public List<ScriptFlagBody>? Flags { get; set; }

    public List<ScriptMessageBody>? Messages { get; set; }

    public List<ScriptTriggerBody>? Triggers { get; set; }

    public List<string?>? Actions { get; set; }

    public List<ScriptContextBody>? Contexts { get; set; }

    public Dictionary<string, bool>? Roles { get; set; }

    public Dictionary<string, JsonElement>? Variables { get; set; }
}

internal sealed record ScriptLogBody(string? Level, string? Message);

internal sealed record ScriptFlagBody(string? Flag, double? Messages, double? Seconds);

internal sealed record ScriptMessageBody(string? Role, string? Text);

internal sealed record ScriptTriggerBody(string? Name, List<JsonElement>? Arguments, bool Wait);

internal sealed record ScriptContextBody(string? Key, string? Text);

/// <summary>Their form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScriptRequestBody))]
[JsonSerializable(typeof(ScriptNotesBody))]
internal sealed partial class ScriptJson : JsonSerializerContext;
