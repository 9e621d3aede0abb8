using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Server.Console.Api.Documents;

namespace Parley.Server.Console.Api;

/// <summary>The tenant's chats, of all its players.</summary>
internal sealed class ChatCalls(IChatStore chats, ICharacterStore characters, ISessionDirectory sessions)
{
    private const int PreviewLength = 120;

    /// <summary>Chats, the most recently used first; with <c>search</c> those with that text in their title, a message or a character's name.</summary>
    public async Task<Ok<ChatListDocument>> ListAsync(HttpContext context, string? search, int? limit, int? offset)
    {
        var cast = await CastAsync(context);
        var text = string.IsNullOrWhiteSpace(search) ? null : search.AtMost("search", 200)!.Trim();
        var page = await chats.ListAsync(
            new ChatQuery
            {
                Tenant = context.Tenant(),
                Search = text,
                SearchCharacters = text is null ? [] : [.. cast.Values.Where(c => c.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(c => c.Id)],
                Limit = limit.Within("limit", 50, 1, 200),
                Offset = offset.Within("offset", 0, 0, int.MaxValue),
            },
            context.RequestAborted);
        var found = new List<ChatSummary>(page.Items.Count);
        foreach (var chat in page.Items)
        {
            var latest = await chats.ReadMessagesAsync(chat.Player, chat.Id, 1, cancellationToken: context.RequestAborted);
            found.Add(new ChatSummary(
                chat.Id, chat.Title, chat.Player.Id.Value, Names(chat, cast), chat.Created, chat.LastActivity, chat.MessageCount, IsLive(chat), latest.Count > 0 ? Preview(latest[0].Text) : null));
        }

        return TypedResults.Ok(new ChatListDocument(page.Total, found));
    }

    /// <summary>A chat with everything that was said in it.</summary>
    public async Task<Ok<ChatDocument>> ShowAsync(HttpContext context, Guid id) => TypedResults.Ok(await ReadAsync(context, id));

    /// <summary>Gives a chat another title.</summary>
    public async Task<Ok<ChatDocument>> ChangeAsync(HttpContext context, Guid id, [FromBody] ChatChange change)
    {
        var title = string.IsNullOrWhiteSpace(change.Title) ? null : change.Title.AtMost("title", 200)!.Trim();
        var chat = await FindAsync(context, id);
        if (sessions.TryGetByChat(chat.Player, chat.Id, out var session))
        {
            // A live session holds the chat and would write the old title over the new one.
            await session.ExecuteAsync(new UpdateChat(title), context.RequestAborted);
        }
        else
        {
            await chats.UpdateAsync(chat with { Title = title }, context.RequestAborted);
        }

        return TypedResults.Ok(await ReadAsync(context, id));
    }

    /// <summary>Ends a chat's session, if it has one, and deletes the chat.</summary>
    public async Task<NoContent> DeleteAsync(HttpContext context, Guid id)
    {
        var chat = await FindAsync(context, id);
        await sessions.DeleteChatAsync(chat.Player, chat.Id, context.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary>A chat as a file: <c>format</c> is <c>markdown</c> (default) or <c>json</c>.</summary>
    public async Task<FileContentHttpResult> ExportAsync(HttpContext context, Guid id, string? format)
    {
        var chat = await ReadAsync(context, id);
        var name = chat.Title ?? chat.Characters[0].Name;
        return (format ?? "markdown") switch
        {
            "markdown" => TypedResults.File(Encoding.UTF8.GetBytes(ChatMarkdown.Write(chat)), "text/markdown; charset=utf-8", FileName.Of(name, ".md")),
            "json" => TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(chat, ApiJson.Options), "application/json", FileName.Of(name, ".json")),
            _ => throw ApiException.Invalid("format must be markdown or json."),
        };
    }

    private async Task<ChatDocument> ReadAsync(HttpContext context, Guid id)
    {
        var chat = await FindAsync(context, id);
        var messages = await chats.ReadMessagesAsync(chat.Player, chat.Id, cancellationToken: context.RequestAborted);
        return new ChatDocument(
            chat.Id, chat.Title, chat.Player.Id.Value, Names(chat, await CastAsync(context)), chat.Created, chat.LastActivity, IsLive(chat), [.. messages.Select(Of)]);
    }

    private async ValueTask<Chat> FindAsync(HttpContext context, Guid id) =>
        (await chats.ListAsync(new ChatQuery { Tenant = context.Tenant(), ChatId = id, Limit = 1 }, context.RequestAborted)).Items.FirstOrDefault() ?? throw ApiException.NotFound("chat");

    private async ValueTask<Dictionary<Guid, Character>> CastAsync(HttpContext context) =>
        (await characters.ListAsync(context.Tenant(), context.RequestAborted)).ToDictionary(c => c.Id);

    private bool IsLive(Chat chat) => sessions.TryGetByChat(chat.Player, chat.Id, out _);

    private static IReadOnlyList<CharacterName> Names(Chat chat, Dictionary<Guid, Character> cast) =>
        [.. chat.Participants.Select(p => new CharacterName(p.CharacterId, cast.TryGetValue(p.CharacterId, out var character) ? character.Name : "Deleted character"))];

    private static MessageDocument Of(ChatMessage message) => new(
        message.Id,
        JsonNamingPolicy.CamelCase.ConvertName(message.Role.ToString()),
        message.SenderName,
        message.Text,
        message.Timestamp,
        message.Unheard is null ? null : message.Text.TrimEnd('…').Length,
        message.Unheard);

    private static string Preview(string text)
    {
        if (text.Length <= PreviewLength)
        {
            return text;
        }

        var end = 0;
        while (StringInfo.GetNextTextElementLength(text, end) is var next && end + next <= PreviewLength)
        {
            end += next;
        }

        return text[..end] + "…";
    }
}
