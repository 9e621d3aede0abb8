using System.Text.Json;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Scripts;

/// <summary>What a script did, in the order the session carries it out.</summary>
public sealed record ScriptResult
{
    /// <summary>What it logged: level and message.</summary>
    public IReadOnlyList<(string Level, string Message)> Logs { get; init; } = [];

    /// <summary>Why it failed or was stopped; null when it ran to its end.</summary>
    public string? Error { get; init; }

    /// <summary>Flags to change.</summary>
    public IReadOnlyList<ScriptFlag> Flags { get; init; } = [];

    /// <summary>Variables to set.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Messages to add.</summary>
    public IReadOnlyList<ScriptMessage> Messages { get; init; } = [];

    /// <summary>Calls into the app.</summary>
    public IReadOnlyList<ScriptTrigger> Triggers { get; init; } = [];

    /// <summary>Manual actions to run.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Contexts to set: key and sentence; an empty sentence clears the key.</summary>
    public IReadOnlyList<(string Key, string Text)> Contexts { get; init; } = [];

    /// <summary>Roles to enable or disable.</summary>
    public IReadOnlyDictionary<string, bool> Roles { get; init; } = new Dictionary<string, bool>();
}

/// <summary>A flag to change.</summary>
/// <param name="Flag">In the syntax of the Voxta specification §7.4.</param>
/// <param name="ExpireMessages">Conversation messages after which it ends; null never.</param>
/// <param name="ExpireAfter">Chat time after which it ends; null never.</param>
public sealed record ScriptFlag(string Flag, int? ExpireMessages = null, TimeSpan? ExpireAfter = null);

/// <summary>A message to add.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Text">The text.</param>
public sealed record ScriptMessage(MessageRole Role, string Text);

/// <summary>A call into the app.</summary>
/// <param name="Name">The trigger.</param>
/// <param name="Arguments">JSON values.</param>
/// <param name="Wait">Whether later calls wait until the app has finished this one.</param>
public sealed record ScriptTrigger(string Name, IReadOnlyList<JsonElement> Arguments, bool Wait = false);
