using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;

namespace Parley.Conversation.Replies;

/// <summary>What the characters' words come from. Safe to use from any number of threads.</summary>
public interface IReplyEngine
{
    /// <summary>The engine's id, e.g. <c>scripted</c>, <c>openai</c>.</summary>
    string Id { get; }

    /// <summary>Whether it is a language model: then actions are chosen by tool calls, suggestions, summaries and memories by prompts; otherwise by rules.</summary>
    bool IsLanguageModel { get; }

    /// <summary>A client that speaks for the character. The caller disposes it.</summary>
    IChatClient CreateClient(Character character);
}
