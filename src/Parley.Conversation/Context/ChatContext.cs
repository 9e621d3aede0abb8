using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>Contexts, actions, events, flags, roles, variables and documents of a live chat. Used on the session's loop alone.</summary>
internal sealed class ChatContext
{
    private const int MaxKeys = 64;
    private const int MaxDefinitions = 512;
    private const int MaxSize = 1024 * 1024;
    private const int MaxVariables = 1_000;
    private const int MaxDocuments = 64;

    private readonly SortedDictionary<string, IReadOnlyList<(ContextDefinition Definition, FlagCondition Condition)>> _contexts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<PreparedAction>> _actions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<PreparedEvent>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<ChatDocument> _documents = [];

    public FlagSet Flags { get; } = new();

    public Dictionary<string, JsonElement> ScriptVariables { get; } = new(StringComparer.Ordinal);

    public IEnumerable<PreparedAction> Actions => _actions.Values.SelectMany(a => a);

    public IEnumerable<PreparedEvent> Events => _events.Values.SelectMany(e => e);

    public IReadOnlyList<ChatDocument> Documents => _documents;

    public bool IsEnabled(string role) => _roles.GetValueOrDefault(role, true);

    public bool IsDone(string kind, string key, string name) => _done.Contains($"{kind}:{key}:{name}");

    public void MarkDone(string kind, string key, string name) => _done.Add($"{kind}:{key}:{name}");

    public void Restore(string? json)
    {
        if (json is null)
        {
            return;
        }

        ChatState? state;
        try
        {
            state = JsonSerializer.Deserialize(json, ChatStateJson.Default.ChatState);
        }
        catch (JsonException error)
        {
            throw new ConversationException(ConversationErrors.StorageFailed, "The chat's stored state cannot be read.", innerException: error);
        }

        foreach (var flag in state?.Flags ?? [])
        {
            Flags.Restore(flag);
        }

        Copy(state?.Variables, _variables);
        Copy(state?.ScriptVariables, ScriptVariables);
        foreach (var (role, isEnabled) in state?.Roles ?? new Dictionary<string, bool>())
        {
            _roles[role] = isEnabled;
        }

        _done.UnionWith(state?.Done ?? []);
        _documents.AddRange(state?.Documents ?? []);
    }

    public string Save() => JsonSerializer.Serialize(
        new ChatState
        {
            Flags = Flags.Flags,
            Variables = _variables,
            ScriptVariables = ScriptVariables,
            Roles = _roles,
            Done = [.. _done],
            Documents = _documents,
        },
        ChatStateJson.Default.ChatState);

    /// <summary>Applies a change; what is wrong with single items is returned, the other items still apply.</summary>
    /// <exception cref="ConversationException">A limit is reached or a definition cannot be read; nothing was changed.</exception>
    public IReadOnlyList<string> Apply(ContextPayload payload, TimeSpan chatTime, int index)
    {
        Check(payload);
        var contexts = payload.Contexts?.Where(c => !c.Disabled).Select(c => (c, FlagCondition.Parse(c.FlagsFilter))).ToArray();
        var actions = payload.Actions?.Where(a => !a.Disabled && a.Name.Length > 0).Select(a => new PreparedAction(payload.Key, a)).ToArray();
        var events = payload.Events?.Where(e => !e.Disabled && e.Name.Length > 0).Select(e => new PreparedEvent(payload.Key, e)).ToArray();
        Replace(_contexts, payload.Key, contexts);
        Replace(_actions, payload.Key, actions);
        Replace(_events, payload.Key, events);
        foreach (var (role, isEnabled) in payload.EnableRoles ?? new Dictionary<string, bool>())
        {
            _roles[role] = isEnabled;
        }

        Copy(payload.Variables, _variables);
        return SetFlags(payload.SetFlags ?? [], chatTime, index);
    }

    public IReadOnlyList<string> SetFlags(IReadOnlyList<string> flags, TimeSpan chatTime, int index)
    {
        List<string>? errors = null;
        foreach (var item in flags)
        {
            if (!FlagChange.TryParse(item, out var change))
            {
                (errors ??= []).Add("A flag has a name that is not allowed.");
                continue;
            }

            Flags.Apply(change, chatTime, index);
        }

        return errors ?? (IReadOnlyList<string>)[];
    }

    /// <summary>The sentences for a prompt, in order of their keys.</summary>
    public IEnumerable<string> Sentences(PromptKinds kind, bool inSystemPrompt, string? role) => _contexts.Values.SelectMany(list => list)
        .Where(c => c.Definition.InSystemPrompt == inSystemPrompt
            && c.Definition.ApplyTo.HasFlag(kind)
            && (c.Definition.RoleFilter is null || c.Definition.RoleFilter.Equals(role, StringComparison.OrdinalIgnoreCase))
            && c.Condition.Holds(Flags.IsSet))
        .Select(c => c.Definition.Text);

    public void SetContexts(string key, IReadOnlyList<ContextDefinition> contexts) =>
        Replace(_contexts, key, [.. contexts.Select(c => (c, FlagCondition.Parse(c.FlagsFilter)))]);

    public ChatDocument UpdateDocument(Guid? id, string? title, string? content)
    {
        var index = _documents.FindIndex(d => d.Id == id);
        if (title is null && content is null)
        {
            if (index >= 0)
            {
                _documents.RemoveAt(index);
            }

            return new ChatDocument(id ?? Guid.NewGuid(), null, null);
        }

        if (index < 0)
        {
            if (_documents.Count >= MaxDocuments)
            {
                throw new ConversationException(ConversationErrors.LimitReached, $"A chat may have at most {MaxDocuments} documents.");
            }

            var added = new ChatDocument(id ?? Guid.NewGuid(), title, content);
            _documents.Add(added);
            return added;
        }

        return _documents[index] = _documents[index] with { Title = title ?? _documents[index].Title, Content = content ?? _documents[index].Content };
    }

    public ContextSnapshot Snapshot(IReadOnlyDictionary<string, Guid?> roles) => new()
    {
        Flags = Flags.Flags,
        Contexts = [.. _contexts.SelectMany(p => p.Value.Select(c => new Keyed<ContextDefinition>(p.Key, c.Definition)))],
        Actions = [.. Actions.Select(a => new Keyed<ActionDefinition>(a.Key, a.Definition))],
        Events = [.. Events.Select(e => new Keyed<EventDefinition>(e.Key, e.Definition))],
        Roles = roles.Keys.Union(_roles.Keys, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(r => r, r => new RoleState(roles.GetValueOrDefault(r), IsEnabled(r)), StringComparer.OrdinalIgnoreCase),
        Variables = new Dictionary<string, JsonElement>(_variables),
    };

    private static void Replace<T>(SortedDictionary<string, IReadOnlyList<T>> lists, string key, IReadOnlyList<T>? list)
    {
        if (list is null)
        {
            return;
        }

        if (list.Count == 0)
        {
            lists.Remove(key);
        }
        else
        {
            lists[key] = list;
        }
    }

    private static void Copy(IReadOnlyDictionary<string, JsonElement>? from, Dictionary<string, JsonElement> to)
    {
        foreach (var (name, value) in from ?? new Dictionary<string, JsonElement>())
        {
            to[name] = value.Clone();
        }
    }

    // Before any of it is prepared: building the automata of patterns is what takes time.
    private void Check(ContextPayload payload)
    {
        var keys = _contexts.Keys.Union(_actions.Keys).Union(_events.Keys).Append(payload.Key).Distinct().Count();
        var definitions = Math.Max(payload.Contexts?.Count ?? 0, Math.Max(payload.Actions?.Count ?? 0, payload.Events?.Count ?? 0));
        var variables = _variables.Keys.Union(payload.Variables?.Keys ?? [], StringComparer.Ordinal).Count();
        if (keys > MaxKeys || definitions > MaxDefinitions || variables > MaxVariables || SizeWith(payload) > MaxSize)
        {
            throw new ConversationException(ConversationErrors.LimitReached, "The chat's context is larger than allowed.");
        }

        var patterns = With(_actions, payload.Key, payload.Actions, a => a.Definition).SelectMany(a => a.MatchFilter)
            .Concat(With(_events, payload.Key, payload.Events, e => e.Definition).SelectMany(e => e.MatchFilter))
            .Count(p => !TextPattern.IsPlain(p));
        if (patterns > TextPattern.MaxInUse)
        {
            throw new ConversationException(ConversationErrors.LimitReached, $"A chat may have at most {TextPattern.MaxInUse} match filters beyond plain words.");
        }
    }

    private long SizeWith(ContextPayload payload) =>
        With(_contexts, payload.Key, payload.Contexts, c => c.Definition).Sum(ContextSize.Of)
        + With(_actions, payload.Key, payload.Actions, a => a.Definition).Sum(ContextSize.Of)
        + With(_events, payload.Key, payload.Events, e => e.Definition).Sum(ContextSize.Of)
        + _variables.Where(v => payload.Variables?.ContainsKey(v.Key) != true).Sum(v => ContextSize.Of(v.Key, v.Value))
        + (payload.Variables?.Sum(v => ContextSize.Of(v.Key, v.Value)) ?? 0)
        + _roles.Keys.Union(payload.EnableRoles?.Keys ?? [], StringComparer.OrdinalIgnoreCase).Sum(ContextSize.OfRole);

    /// <summary>The definitions there would be if <paramref name="next"/> took its key's place; null leaves it.</summary>
    private static IEnumerable<TDefinition> With<TPrepared, TDefinition>(
        SortedDictionary<string, IReadOnlyList<TPrepared>> lists, string key, IReadOnlyList<TDefinition>? next, Func<TPrepared, TDefinition> definition) =>
        lists.Where(l => next is null || l.Key != key).SelectMany(l => l.Value).Select(definition).Concat(next ?? []);
}
