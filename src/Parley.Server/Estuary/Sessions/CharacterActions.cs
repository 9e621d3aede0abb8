using System.Text.Json;
using Parley.Conversation.Characters;
using Parley.Conversation.Context;
using Parley.Estuary.Wire;

namespace Parley.Server.Estuary.Sessions;

/// <summary>Actions of characters made by <c>/api/v1/characters</c>: kept in the card's extension <c>estuary</c>, given to the session as context.</summary>
internal static class CharacterActions
{
    /// <summary>Name of the extension, an object in the form of <see cref="CharacterRequest"/>.</summary>
    public const string Extension = "estuary";

    public static CharacterRequest? SectionsOf(Character character)
    {
        if (!character.Extensions.TryGetValue(Extension, out var json) || json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return json.Deserialize(EstuaryCharacterJsonContext.Default.CharacterRequest);
        }
        catch (JsonException)
        {
            // Written by somebody else: nothing of ours.
            return null;
        }
    }

    public static ContextPayload? ContextOf(Character character) => SectionsOf(character)?.Actions is { Count: > 0 } actions
        ? new ContextPayload
        {
            Key = Extension,
            Actions = [.. actions.Where(a => a.Name.Length > 0).Select(a => new ActionDefinition { Name = a.Name, Description = a.Description ?? "" })],
        }
        : null;
}
