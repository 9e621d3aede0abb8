namespace Parley.Conversation.Replies.OpenAi;

/// <summary>An OpenAI-compatible chat endpoint: OpenAI, Ollama, llama.cpp, vLLM and the like.</summary>
public sealed record OpenAiReplyOptions
{
    /// <summary>Base address, e.g. <c>http://localhost:11434/v1</c>. Without a path, <c>/v1</c> is added.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The key; null for an endpoint that needs none. Never logged.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Longest wait for the endpoint to begin its answer, and between two pieces of it; 1 s to 30 min, default 2 min.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a question is asked again that failed in passing before its first token came; 0 to 5, default 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>First pause before asking again; it doubles. Default 250 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Whether system messages may stand anywhere and roles need not alternate. Many models' templates refuse both. Null: only OpenAI's own
    /// endpoint is taken to allow it.
    /// </summary>
    public bool? FreeRoles { get; init; }

    /// <summary>Whether the model takes pictures; default true. When false they are replaced by a note that there was one.</summary>
    public bool TakesPictures { get; init; } = true;

    internal bool IsOpenAi => Endpoint.Host.EndsWith("openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary><see cref="Endpoint"/> with the path that is added where it has none.</summary>
    public Uri BaseAddress => Endpoint.AbsolutePath is "" or "/" ? new Uri(Endpoint, "/v1") : Endpoint;

    internal void Validate()
    {
        if (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The endpoint must be an absolute http or https address.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentOutOfRangeException.ThrowIfLessThan(NetworkTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NetworkTimeout, TimeSpan.FromMinutes(30));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 5);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
    }
}
