using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>Rules instead of a model: deterministic and offline.</summary>
public sealed class ScriptedReplyEngine : IReplyEngine
{
    /// <inheritdoc />
    public string Id => "scripted";

    /// <inheritdoc />
    public bool IsLanguageModel => false;

    /// <inheritdoc />
    public IChatClient CreateClient(Character character) => new ScriptedChatClient(character);
}
