namespace Parley.Conversation.Context;

/// <summary>An event with its conditions ready to be asked.</summary>
internal sealed class PreparedEvent
{
    public PreparedEvent(string key, EventDefinition definition)
    {
        Key = key;
        Definition = definition;
        Condition = FlagCondition.Parse(definition.FlagsFilter);
        MatchFilter = [.. definition.MatchFilter.Select(p => TextPattern.Create(p))];
    }

    public string Key { get; }

    public EventDefinition Definition { get; }

    public FlagCondition Condition { get; }

    public IReadOnlyList<TextPattern> MatchFilter { get; }
}
