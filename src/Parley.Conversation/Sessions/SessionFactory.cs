using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;

namespace Parley.Conversation.Sessions;

/// <summary>Finds or creates the chat of a request and everybody in it.</summary>
internal sealed class SessionFactory(ConversationServices services, SessionDirectoryOptions options)
{
    public async Task<SessionSetup> PrepareAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var conversation = request.Options ?? options.Conversation;
        var chat = request.IsEphemeral ? null : await FindAsync(request, cancellationToken);
        if (chat is null && request is { ChatId: not null, CharacterIds.Count: 0, ScenarioId: null })
        {
            throw NotFound("The chat does not exist.");
        }

        var scenario = await FindScenarioAsync(request.Player.Tenant, chat?.ScenarioId ?? request.ScenarioId, cancellationToken);
        var participants = chat is null ? await CastAsync(request, scenario, cancellationToken) : await RecastAsync(chat, cancellationToken);
        CheckCount(participants, conversation);
        IChatStore chats = request.IsEphemeral ? new InMemoryChatStore() : services.Chats;
        var isNew = chat is null;
        var now = services.TimeProvider.GetUtcNow();
        if (chat is null)
        {
            chat = NewChat(request, participants, scenario, conversation) with { LastSession = now };
            await chats.CreateAsync(chat, cancellationToken);
        }
        else
        {
            chat = chat with { LastSession = now, UseChatMemory = request.UseChatMemory ?? chat.UseChatMemory };
            await chats.UpdateAsync(chat, cancellationToken);
        }

        return new SessionSetup
        {
            Chat = chat,
            Request = request,
            Options = conversation,
            Participants = participants,
            Scenario = scenario,
            IsNewChat = isNew,
            Chats = chats,
            Memories = request.IsEphemeral ? new InMemoryMemoryStore() : services.Memories,
        };
    }

    /// <summary>Stores a chat that no session has brought to life yet.</summary>
    public async Task<Chat> CreateAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var conversation = request.Options ?? options.Conversation;
        var scenario = await FindScenarioAsync(request.Player.Tenant, request.ScenarioId, cancellationToken);
        var participants = await CastAsync(request, scenario, cancellationToken);
        CheckCount(participants, conversation);
        var chat = NewChat(request, participants, scenario, conversation);
        await services.Chats.CreateAsync(chat, cancellationToken);
        return chat;
    }

    private static void CheckCount(List<SessionParticipant> participants, ConversationOptions conversation)
    {
        if (participants.Count > conversation.MaxParticipants)
        {
            throw new ConversationException(ConversationErrors.LimitReached, $"A chat may have at most {conversation.MaxParticipants} characters.");
        }
    }

    private Chat NewChat(SessionRequest request, List<SessionParticipant> participants, Scenario? scenario, ConversationOptions conversation)
    {
        var now = services.TimeProvider.GetUtcNow();
        return new Chat
        {
            Id = request.ChatId ?? Guid.NewGuid(),
            Player = request.Player,
            Title = string.IsNullOrWhiteSpace(request.Title) ? null : request.Title.Trim(),
            Participants = [.. participants.Select(p => new ChatParticipant(p.Character.Id, p.ScenarioRole, p.IsEnabled))],
            ScenarioId = scenario?.Id,
            Client = request.Client,
            Created = now,
            LastActivity = now,
            UseChatMemory = request.UseChatMemory ?? conversation.UseChatMemory,
            DeleteWhenUnused = request.DeleteWhenUnused,
        };
    }

    private static ConversationException NotFound(string message) => new(ConversationErrors.NotFound, message);

    private async Task<Chat?> FindAsync(SessionRequest request, CancellationToken cancellationToken) => request switch
    {
        { ChatId: { } id } => await services.Chats.FindAsync(request.Player, id, cancellationToken),
        { ContinueLatest: true, CharacterIds: [var character] } => await services.Chats.FindLatestAsync(request.Player, character, cancellationToken),
        _ => null,
    };

    private async Task<Scenario?> FindScenarioAsync(TenantId tenant, Guid? id, CancellationToken cancellationToken) => id is not { } scenarioId
        ? null
        : await services.Scenarios.FindAsync(tenant, scenarioId, cancellationToken) ?? throw NotFound("The scenario does not exist.");

    private async Task<List<SessionParticipant>> CastAsync(SessionRequest request, Scenario? scenario, CancellationToken cancellationToken)
    {
        var wanted = new List<(Guid Id, string? Role)>();
        foreach (var role in scenario?.Roles ?? [])
        {
            var player = request.Roles.FirstOrDefault(r => r.Key.Equals(role.Name, StringComparison.OrdinalIgnoreCase)).Value;
            if (player == Guid.Empty && role == scenario!.Roles[0] && request.CharacterIds.Count > 0)
            {
                player = request.CharacterIds[0];
            }

            if ((player == Guid.Empty ? role.DefaultCharacterId : player) is { } id)
            {
                wanted.Add((id, role.Name));
            }
        }

        wanted.AddRange(request.CharacterIds.Where(id => !wanted.Exists(w => w.Id == id)).Select(id => (id, (string?)null)));
        if (wanted.Count == 0)
        {
            wanted.Add((await DefaultCharacterAsync(request.Player.Tenant, cancellationToken), null));
        }

        var participants = new List<SessionParticipant>();
        foreach (var (id, role) in wanted)
        {
            var character = await services.Characters.FindAsync(request.Player.Tenant, id, cancellationToken) ?? throw NotFound("The character does not exist.");
            participants.Add(new SessionParticipant(character, role, true));
        }

        return participants;
    }

    private async Task<List<SessionParticipant>> RecastAsync(Chat chat, CancellationToken cancellationToken)
    {
        var participants = new List<SessionParticipant>();
        foreach (var participant in chat.Participants)
        {
            // A character deleted since then leaves a gap; the others go on.
            if (await services.Characters.FindAsync(chat.Player.Tenant, participant.CharacterId, cancellationToken) is { } character)
            {
                participants.Add(new SessionParticipant(character, participant.ScenarioRole, participant.IsEnabled));
            }
        }

        return participants.Count > 0 ? participants : throw NotFound("The chat's characters do not exist any more.");
    }

    private async Task<Guid> DefaultCharacterAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (options.DefaultCharacterId is { } id)
        {
            return id;
        }

        var characters = await services.Characters.ListAsync(tenant, cancellationToken);
        return characters.Count > 0 ? ((Character?)characters.FirstOrDefault(c => c.Id == BuiltInCharacters.DefaultId) ?? characters[0]).Id : throw NotFound("There is no character to talk to.");
    }
}
