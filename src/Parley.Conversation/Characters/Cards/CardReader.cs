using System.Security.Cryptography;
using System.Text.Json;

namespace Parley.Conversation.Characters.Cards;

/// <summary>Reads the JSON of cards: V1 (flat), V2 and V3 (<c>spec</c> and <c>data</c>). Lenient in types, strict in size and depth.</summary>
internal static class CardReader
{
    public static Character Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > CharacterCard.MaxJsonLength)
        {
            throw CharacterCard.Invalid("The card's JSON is larger than 8 MiB.");
        }

        try
        {
            // Some tools write a byte order mark.
            var start = json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
            if (!JsonText.IsReadable(json.Span[start..]))
            {
                throw CharacterCard.Invalid("The card's JSON holds text that is not Unicode.");
            }

            using var document = JsonDocument.Parse(json[start..], new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw CharacterCard.Invalid("The file is no character card.");
            }

            var data = root.TryGetProperty("data", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
            return Read(data, json.Span);
        }
        catch (JsonException error)
        {
            throw new ConversationException(ConversationErrors.InvalidCard, "The card's JSON is malformed.", innerException: error);
        }
    }

    private static Character Read(JsonElement data, ReadOnlySpan<byte> json)
    {
        var fields = new CardFields(data);
        var name = fields.Text("name");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw CharacterCard.Invalid("The card has no name.");
        }

        var extensions = fields.Take("extensions") is { ValueKind: JsonValueKind.Object } found ? found : default;
        var own = new CardFields(extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("parley", out var parley) ? parley : default);
        var character = new Character
        {
            Id = Guid.TryParse(own.Text("id"), out var id) ? id : new Guid(SHA256.HashData(json)[..16]),
            Name = name.Trim(),
            Nickname = fields.OptionalText("nickname"),
            Description = fields.Text("description"),
            Personality = fields.Text("personality"),
            Scenario = fields.Text("scenario"),
            FirstMessage = fields.Text("first_mes"),
            AlternateGreetings = fields.Texts("alternate_greetings"),
            GroupOnlyGreetings = fields.Texts("group_only_greetings"),
            MessageExamples = fields.Text("mes_example"),
            SystemPrompt = fields.Text("system_prompt"),
            PostHistoryInstructions = fields.Text("post_history_instructions"),
            CreatorNotes = fields.Text("creator_notes"),
            Creator = fields.Text("creator"),
            CharacterVersion = fields.Text("character_version"),
            Tags = fields.Texts("tags"),
            Book = fields.Take("character_book") is { ValueKind: JsonValueKind.Object } book ? ReadBook(new CardFields(book)) : null,
            Created = fields.Time("creation_date"),
            Modified = fields.Time("modification_date"),
            Language = own.OptionalText("language"),
            VoiceId = own.OptionalText("voice"),
            SpeechRate = Math.Clamp(own.Number("speech_rate") ?? 1, 0.5, 2),
            Pitch = Math.Clamp(own.Number("pitch") ?? 0, -12, 12),
            ChatStyle = Enum.TryParse<ChatStyle>(own.Text("chat_style"), ignoreCase: true, out var style) && Enum.IsDefined(style) ? style : ChatStyle.Companion,
            ExplicitContent = own.Flag("explicit_content") ?? false,
            NotifyAwayReturn = own.Flag("notify_away_return") ?? false,
            Script = own.Take("script") is { ValueKind: JsonValueKind.Array } script ? [.. script.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => ReadRule(new CardFields(e)))] : [],
            AppConfiguration = ReadApps(own.Take("app_configuration")),
            Extensions = extensions.ValueKind == JsonValueKind.Object
                ? extensions.EnumerateObject().Where(p => p.Name != "parley").ToDictionary(p => p.Name, p => p.Value.Clone())
                : new Dictionary<string, JsonElement>(),
        };
        return character with { Unknown = fields.Rest("spec", "spec_version") };
    }

    private static LoreBook ReadBook(CardFields fields) => new LoreBook
    {
        Name = fields.OptionalText("name"),
        Description = fields.OptionalText("description"),
        ScanDepth = (int?)fields.Number("scan_depth"),
        TokenBudget = (int?)fields.Number("token_budget"),
        RecursiveScanning = fields.Flag("recursive_scanning") ?? false,
        Entries = fields.Take("entries") switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => ReadEntry(new CardFields(e)))],

            // World-info files hold them by number.
            { ValueKind: JsonValueKind.Object } map => [.. map.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object).Select(e => ReadEntry(new CardFields(e.Value)))],
            _ => [],
        },
        Extensions = fields.Map("extensions"),
    } with { Unknown = fields.Rest() };

    private static LoreEntry ReadEntry(CardFields fields) => new LoreEntry
    {
        Keys = fields.Texts("keys"),
        SecondaryKeys = fields.Texts("secondary_keys"),
        Selective = fields.Flag("selective") ?? false,
        UseRegex = fields.Flag("use_regex") ?? false,
        CaseSensitive = fields.Flag("case_sensitive") ?? false,
        Content = fields.Text("content"),
        Enabled = fields.Flag("enabled") ?? true,
        Constant = fields.Flag("constant") ?? false,
        InsertionOrder = fields.Number("insertion_order") ?? 0,
        Priority = fields.Number("priority"),
        Position = fields.OptionalText("position"),
        Id = fields.Take("id") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        },
        Name = fields.OptionalText("name"),
        Comment = fields.OptionalText("comment"),
        Extensions = fields.Map("extensions"),
    } with { Unknown = fields.Rest() };

    private static ScriptRule ReadRule(CardFields fields) => new()
    {
        When = fields.Texts("when"),
        Say = fields.Texts("say"),
        Action = fields.OptionalText("action"),
        Arguments = fields.Take("arguments") is { ValueKind: JsonValueKind.Object } arguments
            ? arguments.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText())
            : new Dictionary<string, string>(),
    };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadApps(JsonElement? element)
    {
        var apps = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (element is { ValueKind: JsonValueKind.Object } found)
        {
            foreach (var app in found.EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.Object))
            {
                apps[app.Name] = app.Value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText());
            }
        }

        return apps;
    }
}
