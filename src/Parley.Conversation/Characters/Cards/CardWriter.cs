using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Conversation.Characters.Cards;

/// <summary>Writes the JSON of cards.</summary>
internal static class CardWriter
{
    public static byte[] Write(Character character, CardFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("spec", format == CardFormat.V2 ? "chara_card_v2" : "chara_card_v3");
            json.WriteString("spec_version", format == CardFormat.V2 ? "2.0" : "3.0");
            json.WriteStartObject("data");
            WriteData(json, character, format);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteData(Utf8JsonWriter json, Character character, CardFormat format)
    {
        json.WriteString("name", character.Name);
        json.WriteString("description", character.Description);
        json.WriteString("personality", character.Personality);
        json.WriteString("scenario", character.Scenario);
        json.WriteString("first_mes", character.FirstMessage);
        json.WriteString("mes_example", character.MessageExamples);
        json.WriteString("creator_notes", character.CreatorNotes);
        json.WriteString("system_prompt", character.SystemPrompt);
        json.WriteString("post_history_instructions", character.PostHistoryInstructions);
        WriteTexts(json, "alternate_greetings", character.AlternateGreetings);
        WriteTexts(json, "tags", character.Tags);
        json.WriteString("creator", character.Creator);
        json.WriteString("character_version", character.CharacterVersion);
        if (character.Book is { } book)
        {
            WriteBook(json, book, format);
        }

        if (format == CardFormat.V3)
        {
            WriteTexts(json, "group_only_greetings", character.GroupOnlyGreetings);
            if (character.Created is { } created)
            {
                json.WriteNumber("creation_date", created.ToUnixTimeSeconds());
            }

            if (character.Modified is { } modified)
            {
                json.WriteNumber("modification_date", modified.ToUnixTimeSeconds());
            }
        }

        if (character.Nickname is { } nickname)
        {
            json.WriteString("nickname", nickname);
        }

        json.WriteStartObject("extensions");
        WriteMap(json, character.Extensions);
        WriteOwn(json, character);
        json.WriteEndObject();
        WriteMap(json, character.Unknown);
    }

    private static void WriteOwn(Utf8JsonWriter json, Character character)
    {
        json.WriteStartObject("parley");
        json.WriteString("id", character.Id);
        WriteOptional(json, "language", character.Language);
        WriteOptional(json, "voice", character.VoiceId);
        json.WriteNumber("speech_rate", character.SpeechRate);
        json.WriteNumber("pitch", character.Pitch);
        json.WriteString("chat_style", character.ChatStyle.ToString());
        json.WriteBoolean("explicit_content", character.ExplicitContent);
        json.WriteBoolean("notify_away_return", character.NotifyAwayReturn);
        json.WriteStartArray("script");
        foreach (var rule in character.Script)
        {
            json.WriteStartObject();
            WriteTexts(json, "when", rule.When);
            WriteTexts(json, "say", rule.Say);
            WriteOptional(json, "action", rule.Action);
            if (rule.Arguments.Count > 0)
            {
                json.WriteStartObject("arguments");
                foreach (var (name, value) in rule.Arguments)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("app_configuration");
        foreach (var (app, values) in character.AppConfiguration)
        {
            json.WriteStartObject(app);
            foreach (var (name, value) in values)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBook(Utf8JsonWriter json, LoreBook book, CardFormat format)
    {
        json.WriteStartObject("character_book");
        WriteOptional(json, "name", book.Name);
        WriteOptional(json, "description", book.Description);
        WriteOptional(json, "scan_depth", book.ScanDepth);
        WriteOptional(json, "token_budget", book.TokenBudget);
        json.WriteBoolean("recursive_scanning", book.RecursiveScanning);
        json.WriteStartArray("entries");
        foreach (var entry in book.Entries)
        {
            json.WriteStartObject();
            WriteEntry(json, entry, format);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("extensions");
        WriteMap(json, book.Extensions);
        json.WriteEndObject();
        WriteMap(json, book.Unknown);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, LoreEntry entry, CardFormat format)
    {
        WriteTexts(json, "keys", entry.Keys);
        json.WriteString("content", entry.Content);
        json.WriteBoolean("enabled", entry.Enabled);
        json.WriteNumber("insertion_order", entry.InsertionOrder);
        json.WriteBoolean("case_sensitive", entry.CaseSensitive);
        json.WriteBoolean("selective", entry.Selective);
        WriteTexts(json, "secondary_keys", entry.SecondaryKeys);
        json.WriteBoolean("constant", entry.Constant);
        if (format == CardFormat.V3 || entry.UseRegex)
        {
            json.WriteBoolean("use_regex", entry.UseRegex);
        }

        if (entry.Priority is { } priority)
        {
            json.WriteNumber("priority", priority);
        }

        WriteOptional(json, "position", entry.Position);
        WriteOptional(json, "name", entry.Name);
        WriteOptional(json, "comment", entry.Comment);
        if (long.TryParse(entry.Id, out var number))
        {
            json.WriteNumber("id", number);
        }
        else
        {
            WriteOptional(json, "id", entry.Id);
        }

        json.WriteStartObject("extensions");
        WriteMap(json, entry.Extensions);
        json.WriteEndObject();
        WriteMap(json, entry.Unknown);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteMap(Utf8JsonWriter json, IReadOnlyDictionary<string, JsonElement> map)
    {
        foreach (var (name, value) in map)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
