using Microsoft.AspNetCore.Http;
using Parley.Conversation.Characters;
using Parley.Server.Voxta.Sessions;

namespace Parley.Server.Voxta.Rest;

/// <summary><c>/api/characters</c>, <c>/api/memory-books</c> and <c>/api/scenarios</c>: what there is to talk with.</summary>
internal sealed class CharacterCalls(CharacterAssets assets)
{
    public void Map(RestRoutes routes)
    {
        routes.Map("/api/characters", (HttpMethods.Get, ListAsync));
        routes.Map("/api/characters/tags", (HttpMethods.Get, TagsAsync));
        routes.Map("/api/characters/{id}", (HttpMethods.Get, ReadAsync));
        routes.Map("/api/characters/{id}/thumbnail", (HttpMethods.Get, ThumbnailAsync));
        routes.Map("/api/characters/{id}/assets", (HttpMethods.Get, AssetsAsync));
        routes.Map("/api/characters/{id}/assets/download", (HttpMethods.Get, AssetAsync));
        routes.Map("/api/memory-books", (HttpMethods.Get, BooksAsync));
        routes.Map("/api/memory-books/{id}", (HttpMethods.Get, BookAsync));
        routes.Map("/api/scenarios", (HttpMethods.Get, ScenariosAsync));
        routes.Map("/api/scenarios/{id}", (HttpMethods.Get, ScenarioAsync));
    }

    private static async Task ListAsync(RestRequest request)
    {
        // Every character here may be an assistant, so that ?assistant= leaves nobody out.
        var characters = await request.Services.Characters.ListAsync(request.Caller.Tenant, request.Aborted);
        await request.WriteAsync(new CharactersBody(WireShapes.ListItems(characters)), RestJson.Default.CharactersBody);
    }

    private static async Task TagsAsync(RestRequest request)
    {
        var characters = await request.Services.Characters.ListAsync(request.Caller.Tenant, request.Aborted);
        var tags = characters.SelectMany(c => c.Tags).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        await request.WriteAsync(new TagsBody([.. tags]), RestJson.Default.TagsBody);
    }

    private static async Task ReadAsync(RestRequest request)
    {
        var character = await FindAsync(request);
        await request.WriteAsync(
            new CharacterBody
            {
                Id = character.Id,
                Name = character.Name,
                Description = character.Description,
                Personality = character.Personality,
                Scenario = character.Scenario,
                MessageExamples = character.MessageExamples,
                FirstMessage = character.FirstMessage,
                AlternativeFirstMessages = character.AlternateGreetings,
                SystemPrompt = character.SystemPrompt,
                PostHistoryInstructions = character.PostHistoryInstructions,
                Culture = character.Language ?? "en-US",
                Tags = character.Tags,
                ChatStyle = character.ChatStyle.ToString(),
                ExplicitContent = character.ExplicitContent,
                Favorite = character.IsFavorite,
                NotifyUserAwayReturn = character.NotifyAwayReturn,
                MemoryBooks = character.Book is null ? [] : [MemoryBooks.Id(character.Id)],
                CreatorNotes = character.CreatorNotes,
                Creator = WireShapes.NullIfEmpty(character.Creator),
                Version = WireShapes.NullIfEmpty(character.CharacterVersion),
                AppConfiguration = character.AppConfiguration,
                ThumbnailUrl = WireShapes.Thumbnail(character.Id),
                DateCreated = character.Created,
                DateModified = character.Modified,
            },
            RestJson.Default.CharacterBody);
    }

    private static async Task ThumbnailAsync(RestRequest request)
    {
        var character = await FindAsync(request);
        var picture = await request.Services.Characters.ReadPictureAsync(request.Caller.Tenant, character.Id, request.Aborted) ?? CharacterPicture.Plain(character.Name);
        await RestMedia.WriteAsync(request.Http, picture.Data, picture.ContentType);
    }

    private async Task AssetsAsync(RestRequest request)
    {
        var character = await FindAsync(request);
        await request.WriteAsync(new AssetsBody("", assets.List(request.Caller.Tenant, character.Id)), RestJson.Default.AssetsBody);
    }

    private async Task AssetAsync(RestRequest request)
    {
        var character = await FindAsync(request);
        var path = request.Query("path") ?? throw RestException.BadRequest("path is missing.");
        if (assets.Find(request.Caller.Tenant, character.Id, path) is not { } file)
        {
            throw RestException.NotFound("asset");
        }

        await RestMedia.WriteFileAsync(request.Http, file);
    }

    private static async Task BooksAsync(RestRequest request)
    {
        var characters = await request.Services.Characters.ListAsync(request.Caller.Tenant, request.Aborted);
        await request.WriteAsync(
            new MemoryBooksBody([.. characters.Where(c => c.Book is not null).Select(c => MemoryBooks.Shape(c, c.Book!, withItems: false))]),
            RestJson.Default.MemoryBooksBody);
    }

    private static async Task BookAsync(RestRequest request)
    {
        var id = request.RouteId("memory book");
        var characters = await request.Services.Characters.ListAsync(request.Caller.Tenant, request.Aborted);
        var owner = characters.FirstOrDefault(c => c.Book is not null && MemoryBooks.Id(c.Id) == id) ?? throw RestException.NotFound("memory book");
        await request.WriteAsync(MemoryBooks.Shape(owner, owner.Book!, withItems: true), RestJson.Default.MemoryBookBody);
    }

    private static async Task ScenariosAsync(RestRequest request)
    {
        var client = request.Query("client");
        var scenarios = await request.Services.Scenarios.ListAsync(request.Caller.Tenant, request.Aborted);
        await request.WriteAsync(
            new ScenariosBody([.. scenarios.Where(s => client is null || s.Client is null || s.Client.Equals(client, StringComparison.OrdinalIgnoreCase)).Select(WireShapes.Scenario)]),
            RestJson.Default.ScenariosBody);
    }

    private static async Task ScenarioAsync(RestRequest request)
    {
        var scenario = await request.Services.Scenarios.FindAsync(request.Caller.Tenant, request.RouteId("scenario"), request.Aborted) ?? throw RestException.NotFound("scenario");
        await request.WriteAsync(WireShapes.Scenario(scenario), RestJson.Default.ScenarioInfo);
    }

    private static async ValueTask<Character> FindAsync(RestRequest request) =>
        await request.Services.Characters.FindAsync(request.Caller.Tenant, request.RouteId("character"), request.Aborted) ?? throw RestException.NotFound("character");
}
