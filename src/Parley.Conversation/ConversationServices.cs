using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Replies;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Scripts;
using Parley.Speech;

namespace Parley.Conversation;

/// <summary>What conversations are made of.</summary>
public sealed record ConversationServices
{
    /// <summary>Where chats live.</summary>
    public required IChatStore Chats { get; init; }

    /// <summary>Where characters live.</summary>
    public required ICharacterStore Characters { get; init; }

    /// <summary>Where scenarios live.</summary>
    public required IScenarioStore Scenarios { get; init; }

    /// <summary>Where memories live.</summary>
    public required IMemoryStore Memories { get; init; }

    /// <summary>Who listens and speaks.</summary>
    public required ISpeechEngines Speech { get; init; }

    /// <summary>Who answers.</summary>
    public required IReplyEngine Replies { get; init; }

    /// <summary>Who runs scripts; null when nobody does, then scripts are answered with <see cref="ConversationErrors.ScriptFailed"/>.</summary>
    public IScriptHost? Scripts { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Chance for events, 0 to below 1; replaced in tests.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Where logs go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Where figures go; null for nowhere.</summary>
    public ConversationMetrics? Metrics { get; init; }

    /// <summary>Told of every turn that ends; null for nobody. Called on the session's loop: must neither block nor throw.</summary>
    public Action<Player, Turns.TurnReport>? TurnEnded { get; init; }
}
