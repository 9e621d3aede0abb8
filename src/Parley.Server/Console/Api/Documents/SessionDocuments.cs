namespace Parley.Server.Console.Api.Documents;

/// <summary>What is going on now.</summary>
internal sealed record SessionsDocument(IReadOnlyList<SessionDocument> Sessions, IReadOnlyList<ConnectionDocument> Connections);

/// <summary>A live chat.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ChatId">The chat that is kept of it.</param>
/// <param name="Player">Who talks.</param>
/// <param name="Characters">With whom.</param>
/// <param name="State">Where it stands: <c>waitingForUserInput</c>, <c>processingUserMessage</c>, <c>selectingSpeaker</c> or <c>processingAssistantReply</c>.</param>
/// <param name="StartedAt">When it was brought to life.</param>
/// <param name="LastActivityAt">When a command or an utterance last came.</param>
/// <param name="Turns">How many turns have ended.</param>
/// <param name="Observers">The connections at it.</param>
internal sealed record SessionDocument(
    Guid Id, Guid ChatId, string Player, IReadOnlyList<CharacterName> Characters, string State, DateTimeOffset StartedAt, DateTimeOffset LastActivityAt, int Turns,
    IReadOnlyList<ObserverDocument> Observers);

/// <summary>A connection at a session.</summary>
internal sealed record ObserverDocument(string Face, string ConnectionId, string? Client, DateTimeOffset Since);

/// <summary>An open connection.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Face">The protocol.</param>
/// <param name="Client">What the client calls itself.</param>
/// <param name="Remote">The address it comes from.</param>
/// <param name="Since">When it came.</param>
/// <param name="SessionId">The session it belongs to at present.</param>
internal sealed record ConnectionDocument(string Id, string Face, string? Client, string? Remote, DateTimeOffset Since, Guid? SessionId);

/// <summary>A character, by name.</summary>
internal sealed record CharacterName(Guid Id, string Name);

/// <summary>The latest turns of a session, oldest first.</summary>
internal sealed record TurnsDocument(IReadOnlyList<TurnDocument> Turns);

/// <summary>Where the time of a turn went.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Turn">The turn, growing within the session.</param>
/// <param name="StartedAt">The end of the player's speech, or the request where nothing was spoken.</param>
/// <param name="Outcome">How it ended; <c>suppressed</c> when there was nothing to say.</param>
/// <param name="Text">The beginning of the answer.</param>
/// <param name="Stages">Consecutive: their <c>ms</c> add up.</param>
/// <param name="GapMs">What the player waited: to the first audio, or to the first text where nothing is spoken.</param>
internal sealed record TurnDocument(
    Guid SessionId, long Turn, DateTimeOffset StartedAt, TurnState Outcome, string? Text, IReadOnlyList<TurnStageDocument> Stages, double? GapMs);

/// <summary>A stage of a turn.</summary>
/// <param name="Name"><c>speechEnd</c>, <c>endpointWait</c>, <c>finalTranscript</c>, <c>firstToken</c>, <c>firstSentence</c>, <c>firstAudio</c> or <c>played</c>.</param>
/// <param name="At">When it was over, ms from <c>startedAt</c>.</param>
/// <param name="Ms">How long it took.</param>
internal sealed record TurnStageDocument(string Name, double At, double Ms);

/// <summary>Where a turn stands.</summary>
internal enum TurnState
{
    /// <summary>It lasts.</summary>
    Running,

    /// <summary>It was played to its end.</summary>
    Done,

    /// <summary>There was nothing to say.</summary>
    Suppressed,

    /// <summary>It was interrupted.</summary>
    Interrupted,

    /// <summary>An engine or the store failed.</summary>
    Failed,
}
