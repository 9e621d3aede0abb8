using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Server.Characters;
using Parley.Server.Console.Api.Documents;

namespace Parley.Server.Console.Api;

/// <summary>The tenant's characters, shipped ones included.</summary>
internal sealed class CharacterCalls(ICharacterStore characters, ICharacterLibrary library)
{
    /// <summary>All characters, favourites first, then by name.</summary>
    public async Task<Ok<CharacterListDocument>> ListAsync(HttpContext context)
    {
        var all = await characters.ListAsync(context.Tenant(), context.RequestAborted);
        var pictures = await characters.ListPicturesAsync(context.Tenant(), context.RequestAborted);
        return TypedResults.Ok(new CharacterListDocument(
        [
            .. all.Select(c => new CharacterSummary(
                c.Id, c.Name, c.Description, c.IsReadOnly, IsRestorable(context, c), c.Tags, pictures.Contains(c.Id) ? Picture(c.Id) : null)),
        ]));
    }

    /// <summary>A character. Its <c>ETag</c> goes into <c>If-Match</c> of a change.</summary>
    public async Task<Ok<CharacterDocument>> ShowAsync(HttpContext context, Guid id) => TypedResults.Ok(await AnswerAsync(context, await FindAsync(context, id)));

    /// <summary>Makes a character.</summary>
    public async Task<Created<CharacterDocument>> CreateAsync(HttpContext context, [FromBody] CharacterDocument document)
    {
        var character = CharacterMapping.Apply(document, new Character { Id = Guid.NewGuid(), Name = "" });
        var stored = await characters.SaveAsync(context.Tenant(), character, context.RequestAborted);
        return TypedResults.Created(Address(stored.Id), await AnswerAsync(context, stored));
    }

    /// <summary>Changes a character; of a read-only one this makes the tenant's own copy under the same id.</summary>
    public async Task<Ok<CharacterDocument>> ReplaceAsync(HttpContext context, Guid id, [FromBody] CharacterDocument document)
    {
        var known = await FindAsync(context, id);
        var expected = context.Request.Headers.IfMatch.ToString();
        if (expected.Length > 0 && expected != "*" && !expected.Split(',', StringSplitOptions.TrimEntries).Contains(Tag(known)))
        {
            throw new ApiException(StatusCodes.Status412PreconditionFailed, "CHANGED_MEANWHILE", "The character was changed by somebody else meanwhile.");
        }

        var stored = await characters.SaveAsync(context.Tenant(), CharacterMapping.Apply(document, known), context.RequestAborted);
        return TypedResults.Ok(await AnswerAsync(context, stored));
    }

    /// <summary>Deletes a character; of a copy of a shipped one the original comes back.</summary>
    public async Task<NoContent> DeleteAsync(HttpContext context, Guid id) =>
        await characters.DeleteAsync(context.Tenant(), id, context.RequestAborted) ? TypedResults.NoContent() : throw ApiException.NotFound("character");

    /// <summary>Takes a Character Card in: the body is the file, JSON or PNG. A card of a known id replaces that character.</summary>
    public async Task<Created<CharacterDocument>> ImportAsync(HttpContext context)
    {
        if (context.Request.ContentLength > CharacterCard.MaxFileLength)
        {
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", "A character card has at most 32 MiB.");
        }

        using var file = new MemoryStream();
        await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        var (character, picture) = CharacterCard.Read(file.GetBuffer().AsMemory(0, (int)file.Length));
        var stored = await characters.SaveAsync(context.Tenant(), character, context.RequestAborted);
        if (picture is not null)
        {
            await characters.WritePictureAsync(context.Tenant(), stored.Id, picture with { Data = picture.Data.ToArray() }, context.RequestAborted);
        }

        return TypedResults.Created(Address(stored.Id), await AnswerAsync(context, stored));
    }

    /// <summary>A character's card as a file: <c>format</c> is <c>json</c> (default) or <c>png</c>.</summary>
    public async Task<FileContentHttpResult> ExportAsync(HttpContext context, Guid id, string? format)
    {
        var character = await FindAsync(context, id);
        switch (format ?? "json")
        {
            case "json":
                return TypedResults.File(CharacterCard.WriteJson(character), MediaTypeNames.Application.Json, FileName.Of(character.Name, ".json"));
            case "png":
                var picture = await characters.ReadPictureAsync(context.Tenant(), id, context.RequestAborted);
                return TypedResults.File(CharacterCard.WritePng(character, picture), MediaTypeNames.Image.Png, FileName.Of(character.Name, ".png"));
            default:
                throw ApiException.Invalid("format must be json or png.");
        }
    }

    /// <summary>A character's picture.</summary>
    public async Task<FileContentHttpResult> PictureAsync(HttpContext context, Guid id)
    {
        var picture = await characters.ReadPictureAsync(context.Tenant(), id, context.RequestAborted) ?? throw ApiException.NotFound("picture");

        // Whoever stored it chose its type: a page must not run under this server's name.
        var type = picture.ContentType is "image/png" or "image/jpeg" or "image/webp" or "image/gif" ? picture.ContentType : MediaTypeNames.Application.Octet;
        return TypedResults.File(picture.Data.ToArray(), type);
    }

    private async ValueTask<Character> FindAsync(HttpContext context, Guid id) =>
        await characters.FindAsync(context.Tenant(), id, context.RequestAborted) ?? throw ApiException.NotFound("character");

    private async ValueTask<CharacterDocument> AnswerAsync(HttpContext context, Character character)
    {
        context.Response.Headers.ETag = new EntityTagHeaderValue(Tag(character)).ToString();
        var pictures = await characters.ListPicturesAsync(context.Tenant(), context.RequestAborted);
        return CharacterMapping.Of(character) with
        {
            Restorable = IsRestorable(context, character),
            Picture = pictures.Contains(character.Id) ? Picture(character.Id) : null,
        };
    }

    private bool IsRestorable(HttpContext context, Character character) => !character.IsReadOnly && library.Find(context.Tenant(), character.Id) is not null;

    private static string Tag(Character character) =>
        $"\"{(character.IsReadOnly ? "original" : character.Modified?.UtcTicks.ToString("x", CultureInfo.InvariantCulture) ?? "none")}\"";

    private static string Address(Guid id) => $"api/parley/characters/{id}";

    private static string Picture(Guid id) => $"{Address(id)}/picture";
}
