using Parley.Conversation.Characters;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Sessions;

namespace Parley.Server.Estuary.Rest;

/// <summary>Characters in the wire's form.</summary>
internal static class CharacterShapes
{
    public static CharacterData Of(Character character)
    {
        var sections = CharacterActions.SectionsOf(character);
        return new CharacterData
        {
            Id = character.Id.ToString(),
            Name = character.Name,
            Tagline = sections?.Persona?.Tagline ?? "",
            Personality = character.Personality,
            Background = character.Description,
            Persona = new CharacterPersona
            {
                Name = character.Name,
                Tagline = sections?.Persona?.Tagline ?? "",
                Personality = character.Personality,
                Background = character.Description,
                SystemPrompt = character.SystemPrompt,
            },
            Tts = (sections?.Tts ?? new CharacterVoice()) with { Voice = character.VoiceId, Speed = character.SpeechRate },
            Llm = sections?.Llm,
            Actions = sections?.Actions ?? [],
            CreatedAt = character.Created is { } created ? Timestamps.Write(created) : null,
            UpdatedAt = character.Modified is { } modified ? Timestamps.Write(modified) : null,
        };
    }
}
