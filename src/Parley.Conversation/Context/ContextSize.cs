using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>
/// What a part of a chat's context weighs: its characters, and a little for being there at all, so that neither long texts nor many
/// short ones pass the limit.
/// </summary>
internal static class ContextSize
{
    private const int Item = 64;

    public static long Of(ContextDefinition context) =>
        Item + Of(context.Text) + Of(context.Name) + Of(context.FlagsFilter) + Of(context.RoleFilter);

    public static long Of(ActionDefinition action) =>
        Item + Of(action.Name) + Of(action.Description) + Of(action.ShortDescription) + Of(action.Layer) + Of(action.FlagsFilter) + Of(action.RoleFilter)
        + Of(action.FlattenCondition) + Of(action.MatchFilter) + Of(action.Activates) + action.Arguments.Sum(Of) + Of(action.Effect)
        + (action.ClientMetadata is { } metadata ? Of(metadata) : 0);

    public static long Of(EventDefinition definition) =>
        Item + Of(definition.Name) + Of(definition.SinceFlag) + Of(definition.FlagsFilter) + Of(definition.RoleFilter) + Of(definition.MatchFilter) + Of(definition.Effect);

    public static long Of(string name, JsonElement value) => Item + Of(name) + Of(value);

    public static long OfRole(string name) => Item + Of(name);

    private static long Of(ArgumentDefinition argument) => Item + Of(argument.Name) + Of(argument.Description) + Of(argument.Choices);

    private static long Of(ActionEffect? effect) => effect is null
        ? 0
        : Of(effect.SetFlags) + Of(effect.ClearFlags) + Of(effect.Script) + Of(effect.Instructions) + Of(effect.Note) + Of(effect.Secret) + Of(effect.Event)
            + Of(effect.Story) + Of(effect.Trigger) + effect.Contexts.Sum(Of);

    private static long Of(IReadOnlyList<string> texts) => texts.Sum(t => Item + Of(t));

    private static long Of(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private static long Of(string? text) => text?.Length ?? 0;
}
