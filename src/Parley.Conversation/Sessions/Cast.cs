using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Prompts;
using Parley.Conversation.Scenarios;

namespace Parley.Conversation.Sessions;

/// <summary>Who takes part in a session. Changed on the loop; <see cref="Participants"/> is read from anywhere.</summary>
internal sealed class Cast(IReadOnlyList<SessionParticipant> participants, Scenario? scenario, ChatContext context)
{
    private readonly Dictionary<Guid, LoreMatcher?> _lore = [];
    private IReadOnlyList<SessionParticipant> _participants = participants;

    public IReadOnlyList<SessionParticipant> Participants => Volatile.Read(ref _participants);

    public Character Main => Participants[0].Character;

    /// <summary>Those who speak: not switched off and no narrator.</summary>
    public IReadOnlyList<SessionParticipant> Speaking =>
        [.. Participants.Where(p => p.IsEnabled && (p.ScenarioRole is null || context.IsEnabled(p.ScenarioRole)))];

    public IReadOnlyDictionary<string, Guid?> Roles
    {
        get
        {
            var roles = new Dictionary<string, Guid?>(StringComparer.OrdinalIgnoreCase);
            foreach (var role in scenario?.Roles ?? [])
            {
                roles[role.Name] = null;
            }

            foreach (var participant in Participants)
            {
                if (participant.ScenarioRole is not null)
                {
                    roles[participant.ScenarioRole] = participant.Character.Id;
                }
            }

            return roles;
        }
    }

    public SessionParticipant? Find(Guid id) => Participants.FirstOrDefault(p => p.Character.Id == id);

    public SessionParticipant? FindByName(string name) => Participants.FirstOrDefault(p =>
        p.Character.DisplayName.Equals(name, StringComparison.OrdinalIgnoreCase) || p.Character.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public SessionParticipant? FindByRole(string role) => Participants.FirstOrDefault(p => role.Equals(p.ScenarioRole, StringComparison.OrdinalIgnoreCase));

    public void Add(SessionParticipant participant) => Volatile.Write(ref _participants, [.. Participants, participant]);

    public void Remove(Guid id) => Volatile.Write(ref _participants, [.. Participants.Where(p => p.Character.Id != id)]);

    /// <summary>The character's lore, prepared; null when it has none.</summary>
    public LoreMatcher? Lore(Character character)
    {
        if (!_lore.TryGetValue(character.Id, out var matcher))
        {
            matcher = character.Book is { Entries.Count: > 0 } book ? new LoreMatcher(book) : null;
            _lore[character.Id] = matcher;
        }

        return matcher;
    }

    public IReadOnlyList<ChatParticipant> ForChat() => [.. Participants.Select(p => new ChatParticipant(p.Character.Id, p.ScenarioRole, p.IsEnabled))];
}
