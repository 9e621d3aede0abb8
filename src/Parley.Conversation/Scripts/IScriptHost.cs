namespace Parley.Conversation.Scripts;

/// <summary>Runs scripts of chats, apart from the process and within hard limits. Thread-safe.</summary>
public interface IScriptHost
{
    /// <summary>Runs a script to its end or to its limits. What it logged and did before a failure is in the result.</summary>
    ValueTask<ScriptResult> RunAsync(ScriptRequest request, CancellationToken cancellationToken = default);
}
