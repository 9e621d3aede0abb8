using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Server.Voxta.Sessions;

namespace Parley.Server.Voxta.Resources;

/// <summary><c>character.json</c> of a package. What is not named here is kept in the character's extension <c>voxta</c>.</summary>
internal sealed record PackageCharacter
{
    /// <summary>The extension that keeps what only the original application understands.</summary>
    public const string Extension = "voxta";

    public Guid Id { get; set; }

    public string? Name { get; set; }

    public string? Label { get; set; }

    public string? Version { get; set; }

    /// <summary>How the character looks.</summary>
    public string? Description { get; set; }

    public string? Personality { get; set; }

    /// <summary>Its background.</summary>
    public string? Profile { get; set; }

    public string? Scenario { get; set; }

    public string? FirstMessage { get; set; }

    public IReadOnlyList<string?>? AlternativeFirstMessages { get; set; }

    /// <summary>The same under another name.</summary>
    public IReadOnlyList<string?>? AlternateGreetings { get; set; }

    public string? MessageExamples { get; set; }

    public string? SystemPrompt { get; set; }

    public string? PostHistoryInstructions { get; set; }

    public string? Creator { get; set; }

    public string? CreatorNotes { get; set; }

    public IReadOnlyList<string?>? Tags { get; set; }

    public bool ExplicitContent { get; set; }

    public string? Culture { get; set; }

    public bool NotifyUserAwayReturn { get; set; }

    public IReadOnlyList<Guid>? MemoryBooks { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }

    /// <exception cref="ConversationException">It has no name.</exception>
    public Character ToCharacter(IReadOnlyDictionary<Guid, PackageBook> books)
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, "A character of the package has no name.");
        }

        return new Character
        {
            Id = Id != Guid.Empty ? Id : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{Description}\n{Profile}")).AsSpan(0, 16)),
            Name = Name.Trim(),
            Nickname = WireShapes.NullIfEmpty(Label),
            Description = string.Join("\n\n", new[] { Description, Profile }.Where(t => !string.IsNullOrWhiteSpace(t))),
            Personality = Personality ?? "",
            Scenario = Scenario ?? "",
            FirstMessage = FirstMessage ?? "",
            AlternateGreetings = Texts(AlternativeFirstMessages ?? AlternateGreetings),
            MessageExamples = MessageExamples ?? "",
            SystemPrompt = SystemPrompt ?? "",
            PostHistoryInstructions = PostHistoryInstructions ?? "",
            Creator = Creator ?? "",
            CreatorNotes = CreatorNotes ?? "",
            CharacterVersion = Version ?? "",
            Tags = Texts(Tags),
            ExplicitContent = ExplicitContent,
            Language = WireShapes.NullIfEmpty(Culture),
            NotifyAwayReturn = NotifyUserAwayReturn,
            Book = Book(books),
            Extensions = Rest is { Count: > 0 } ? new Dictionary<string, JsonElement> { [Extension] = Kept(Rest) } : new Dictionary<string, JsonElement>(),
        };
    }

    private LoreBook? Book(IReadOnlyDictionary<Guid, PackageBook> books)
    {
        var own = (MemoryBooks ?? []).Where(books.ContainsKey).Select(id => books[id]).ToArray();
        return own.Length == 0
            ? null
            : new LoreBook
            {
                Name = own[0].Name,
                Description = own[0].Description,
                Entries = [.. own.SelectMany(b => b.Items ?? []).OfType<PackageBookItem>().Where(i => !i.Deleted && !string.IsNullOrWhiteSpace(i.Text)).Select(i => new LoreEntry
                {
                    Id = i.Id,
                    Keys = Texts(i.Keywords),
                    Content = i.Text!,
                    Priority = i.Weight,
                })],
            };
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<string?>? texts) => [.. (texts ?? []).Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!)];

    private static JsonElement Kept(Dictionary<string, JsonElement> rest)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in rest)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
