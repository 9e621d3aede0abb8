using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Conversation.Characters;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Sessions;

namespace Parley.Server.Estuary.Rest;

/// <summary><c>/api/v1/characters</c> and the older <c>/api/agents</c> (§7.1).</summary>
internal sealed class CharacterCalls(ICharacterStore characters)
{
    private const int MaxName = 200;
    private const int MaxText = 32_768;

    public void Map(RestRoutes routes)
    {
        routes.Get("/api/v1/characters", ListAsync);
        routes.Post("/api/v1/characters", CreateAsync);
        routes.Get("/api/v1/characters/{agent}", ShowAsync);
        routes.Put("/api/v1/characters/{agent}", ChangeAsync);
        routes.Delete("/api/v1/characters/{agent}", DeleteAsync);
        routes.Get("/api/agents", ListOldAsync);
        routes.Delete("/api/agents/{agent}", DeleteAsync);
    }

    private async Task ListAsync(RestRequest request)
    {
        var limit = request.Number("limit", 50, 1, 200);
        var offset = request.Number("offset", 0, 0, int.MaxValue);
        var all = await characters.ListAsync(request.Caller.Tenant, request.Aborted);
        await request.WriteAsync(
            new CharacterPage { Characters = [.. all.Skip(offset).Take(limit).Select(CharacterShapes.Of)], Total = all.Count, Limit = limit, Offset = offset },
            EstuaryCharacterJsonContext.Default.CharacterPage);
    }

    private async Task ListOldAsync(RestRequest request)
    {
        var all = await characters.ListAsync(request.Caller.Tenant, request.Aborted);
        await request.WriteAsync([.. all.Select(CharacterShapes.Of)], EstuaryRestJsonContext.Default.CharacterDataArray);
    }

    private async Task ShowAsync(RestRequest request) =>
        await request.WriteAsync(CharacterShapes.Of(await request.CharacterAsync()), EstuaryCharacterJsonContext.Default.CharacterData);

    private async Task CreateAsync(RestRequest request)
    {
        var body = await request.ReadAsync(EstuaryCharacterJsonContext.Default.CharacterRequest);
        await SaveAsync(request, new Character { Id = Guid.NewGuid(), Name = "New Character" }, body, StatusCodes.Status201Created);
    }

    private async Task ChangeAsync(RestRequest request)
    {
        var character = await request.CharacterAsync();
        await SaveAsync(request, character, await request.ReadAsync(EstuaryCharacterJsonContext.Default.CharacterRequest), StatusCodes.Status200OK);
    }

    private async Task DeleteAsync(RestRequest request)
    {
        var character = await request.CharacterAsync();
        await characters.DeleteAsync(request.Caller.Tenant, character.Id, request.Aborted);
        await request.WriteAsync(new DeletionResult { Message = "Character deleted", DeletedCount = 1 }, EstuaryRestJsonContext.Default.DeletionResult);
    }

    private async Task SaveAsync(RestRequest request, Character character, CharacterRequest body, int status)
    {
        var old = CharacterActions.SectionsOf(character);
        var persona = body.Persona;
        var name = persona?.Name ?? character.Name;
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName)
        {
            throw new RestException(StatusCodes.Status422UnprocessableEntity, $"persona.name must have 1 to {MaxName} characters");
        }

        foreach (var text in new[] { persona?.Tagline, persona?.Personality, persona?.Background, persona?.SystemPrompt })
        {
            if (text?.Length > MaxText)
            {
                throw new RestException(StatusCodes.Status422UnprocessableEntity, $"Texts of persona have at most {MaxText} characters");
            }
        }

        if (body.Tts?.Speed is { } speed and not (>= 0.5 and <= 2))
        {
            throw new RestException(StatusCodes.Status422UnprocessableEntity, "tts.speed must be from 0.5 to 2");
        }

        // What the character's own fields cannot hold is kept as it came.
        var kept = new CharacterRequest
        {
            Persona = new CharacterPersona { Tagline = persona?.Tagline ?? old?.Persona?.Tagline },
            Llm = body.Llm ?? old?.Llm,
            Tts = body.Tts ?? old?.Tts,
            Stt = body.Stt ?? old?.Stt,
            Actions = body.Actions ?? old?.Actions,
        };
        var extensions = new Dictionary<string, JsonElement>(character.Extensions)
        {
            [CharacterActions.Extension] = JsonSerializer.SerializeToElement(kept, EstuaryCharacterJsonContext.Default.CharacterRequest),
        };
        var stored = await characters.SaveAsync(
            request.Caller.Tenant,
            character with
            {
                Name = name,
                Personality = persona?.Personality ?? character.Personality,
                Description = persona?.Background ?? character.Description,
                SystemPrompt = persona?.SystemPrompt ?? character.SystemPrompt,
                VoiceId = body.Tts?.Voice ?? character.VoiceId,
                SpeechRate = body.Tts?.Speed ?? character.SpeechRate,
                Extensions = extensions,
            },
            request.Aborted);
        await request.WriteAsync(CharacterShapes.Of(stored), EstuaryCharacterJsonContext.Default.CharacterData, status);
    }
}
