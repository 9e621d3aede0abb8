namespace Parley.Conversation.Context;

/// <summary>An action with its conditions ready to be asked.</summary>
internal sealed class PreparedAction
{
    public PreparedAction(string key, ActionDefinition definition)
    {
        Key = key;
        Definition = definition;
        Condition = FlagCondition.Parse(definition.FlagsFilter);
        FlattenCondition = definition.FlattenCondition is null ? null : FlagCondition.Parse(definition.FlattenCondition);
        MatchFilter = [.. definition.MatchFilter.Select(p => TextPattern.Create(p))];
    }

    public string Key { get; }

    public ActionDefinition Definition { get; }

    public FlagCondition Condition { get; }

    public FlagCondition? FlattenCondition { get; }

    public IReadOnlyList<TextPattern> MatchFilter { get; }

    public bool Matches(string text)
    {
        foreach (var pattern in MatchFilter)
        {
            if (!pattern.IsMatch(text))
            {
                return false;
            }
        }

        return true;
    }
}
