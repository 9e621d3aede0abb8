using System.Text.Json;
using Parley.Conversation.Context;
using Parley.Conversation.Sessions;
using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;
using CoreContext = Parley.Conversation.Context.ContextDefinition;
using CoreFlag = Parley.Conversation.Context.FlagInfo;
using WireArgument = Parley.Voxta.Wire.ActionArgument;
using WireContextDefinition = Parley.Voxta.Wire.ContextDefinition;

namespace Parley.Server.Voxta.Sessions;

/// <summary>Context in both directions (specification §2.5 and §3.5).</summary>
internal static class WireContext
{
    // Beside the history of chatStarted it must stay below the mebibyte that clients take.
    private const int MaxTextBytes = 256 * 1024;

    /// <exception cref="HubException">A definition lacks what it must have.</exception>
    public static ContextPayload? Payload(
        string? key,
        IReadOnlyList<WireContextDefinition>? contexts,
        IReadOnlyList<FunctionDefinition>? actions,
        IReadOnlyList<FunctionDefinition>? events,
        IReadOnlyList<string>? setFlags,
        IReadOnlyDictionary<string, bool>? enableRoles,
        IReadOnlyDictionary<string, JsonElement>? variables) =>
        contexts is null && actions is null && events is null && setFlags is null && enableRoles is null && variables is null
            ? null
            : new ContextPayload
            {
                Key = string.IsNullOrEmpty(key) ? "Main" : key,
                Contexts = contexts is null ? null : [.. contexts.Where(c => c is not null).Select(Definition)],
                Actions = actions is null ? null : [.. actions.Where(a => a is { Disabled: not true }).Select(Action)],
                Events = events is null ? null : [.. events.Where(e => e is { Disabled: not true }).Select(Event)],
                SetFlags = setFlags is null ? null : Texts(setFlags),
                EnableRoles = enableRoles,
                Variables = variables,
            };

    public static ContextUpdated Updated(Guid session, ContextSnapshot context, IReadOnlyList<SessionParticipant> participants, string client)
    {
        var budget = new WireBudget(MaxTextBytes);
        var actions = context.Actions.Select(a => Info(a, budget)).ToArray();
        return new ContextUpdated
        {
            SessionId = session,
            Flags = [.. context.Flags.Select(Flag)],
            Contexts = [.. context.Contexts.Select(c => new ContextInfo
            {
                ContextKey = c.Key,
                Name = c.Definition.Name,
                Text = budget.Text(c.Definition.Text),
                FlagsFilter = c.Definition.FlagsFilter,
                RoleFilter = c.Definition.RoleFilter,
            })],
            Actions = actions,
            Buttons = [.. actions.Where((_, i) => context.Actions[i].Definition.Timing == ActionTiming.Button)],
            Characters = [.. participants.Select(p => WireShapes.Participant(p, client))],
            Roles = context.Roles.ToDictionary(r => r.Key, r => new RoleInfo { CharacterId = r.Value.CharacterId, Enabled = r.Value.IsEnabled }),
            Variables = context.Variables.Count > 0 && budget.Take(context.Variables.Sum(v => WireBudget.SizeOf(v.Key) + WireBudget.SizeOf(v.Value.GetRawText()))) ? context.Variables : null,
        };
    }

    public static IReadOnlyList<WireArgument>? Arguments(IReadOnlyList<Parley.Conversation.Context.ActionArgument> arguments) =>
        arguments.Count == 0 ? null : [.. arguments.Select(a => new WireArgument { Name = a.Name, Value = a.Value })];

    public static IReadOnlyList<Parley.Conversation.Context.ActionArgument> Arguments(ActionArguments? arguments) =>
        arguments is null ? [] : [.. arguments.Select(a => new Parley.Conversation.Context.ActionArgument(a.Name, a.Value))];

    public static FunctionTiming Timing(ActionTiming timing) => new(timing.ToString());

    private static Parley.Voxta.Wire.FlagInfo Flag(CoreFlag flag) => new()
    {
        Name = flag.Name,
        MessageChatTime = WireShapes.Milliseconds(flag.SetAtChatTime),
        MessageIndex = flag.SetAtIndex,
        ExpireChatTime = flag.ExpiresAtChatTime is { } time ? WireShapes.Milliseconds(time) : null,
        ExpireIndex = flag.ExpiresAtIndex,
    };

    private static ActionInfo Info(Keyed<ActionDefinition> action, WireBudget budget) => new()
    {
        ContextKey = action.Key,
        Name = action.Definition.Name,
        Layer = action.Definition.Layer,
        Description = budget.Text(action.Definition.Description),
        FlagsFilter = action.Definition.FlagsFilter,
        RoleFilter = action.Definition.RoleFilter,
        Once = action.Definition.Once,
        Timing = Timing(action.Definition.Timing),
        ClientMetadata = action.Definition.ClientMetadata is { } metadata && budget.Take(WireBudget.SizeOf(metadata.GetRawText())) ? metadata : null,
    };

    private static CoreContext Definition(WireContextDefinition context) => new()
    {
        Text = context.Text ?? context.Content ?? "",
        Name = context.Name,
        Id = Guid.TryParse(context.Id, out var id) ? id : null,
        Disabled = context.Disabled,
        FlagsFilter = WireShapes.NullIfEmpty(context.FlagsFilter),
        RoleFilter = WireShapes.NullIfEmpty(context.RoleFilter),
        ApplyTo = Prompts(context.ApplyTo),
        InSystemPrompt = string.Equals(context.Position, "System", StringComparison.OrdinalIgnoreCase),
    };

    private static ActionDefinition Action(FunctionDefinition action) => new()
    {
        Name = Name(action),
        Description = action.Description ?? "",
        ShortDescription = action.ShortDescription,
        Layer = action.Layer ?? "",
        Timing = Timing(action.Timing),
        Arguments = [.. (action.Arguments ?? []).Where(a => a is not null).Select(Argument)],
        CancelReply = action.CancelReply ?? false,
        MatchFilter = Texts(action.MatchFilter),
        FlagsFilter = WireShapes.NullIfEmpty(action.FlagsFilter),
        RoleFilter = WireShapes.NullIfEmpty(action.RoleFilter),
        Once = action.Once ?? false,
        FinalLayer = action.FinalLayer ?? false,
        Activates = Texts(action.Activates),
        FlattenCondition = WireShapes.NullIfEmpty(action.FlattenCondition),
        Effect = action.Effect is null ? null : Effect(action.Effect),
        Id = Guid.TryParse(action.Id, out var id) ? id : null,
        ClientMetadata = action.ClientMetadata,
    };

    private static EventDefinition Event(FunctionDefinition definition) => new()
    {
        Name = Name(definition),
        Timing = Timing(definition.Timing),
        EvaluateNextEvent = definition.EvaluateNextEvent ?? false,
        Probability = definition.Probability,
        MinMessages = definition.MinMessagesCount,
        MaxMessages = definition.MaxMessagesCount,
        MinChatTime = Seconds(definition.MinChatTimeSeconds),
        MaxChatTime = Seconds(definition.MaxChatTimeSeconds),
        SinceFlag = WireShapes.NullIfEmpty(definition.SinceFlag),
        MatchFilter = Texts(definition.MatchFilter),
        FlagsFilter = WireShapes.NullIfEmpty(definition.FlagsFilter),
        RoleFilter = WireShapes.NullIfEmpty(definition.RoleFilter),
        Once = definition.Once ?? false,
        Effect = definition.Effect is null ? new ActionEffect() : Effect(definition.Effect),
    };

    private static ActionEffect Effect(FunctionEffect effect) => new()
    {
        SetFlags = Texts(effect.SetFlags),
        ClearFlags = Texts(effect.ClearFlags),
        Script = effect.Script,
        Instructions = effect.Instructions ?? effect.Effect,
        Note = effect.Note,
        Secret = effect.Secret,
        Event = effect.Event,
        Story = effect.Story,
        Trigger = effect.Trigger,
        Contexts = effect.Contexts is null ? [] : [.. effect.Contexts.Where(c => c is not null).Select(Definition)],
        MaxSentences = effect.MaxSentences,
        MaxTokens = effect.MaxTokens,
    };

    private static ArgumentDefinition Argument(FunctionArgument argument) => new()
    {
        Name = argument.Name ?? throw new HubException("An argument of an action has no name"),
        Type = Type(argument.Type),
        ItemsType = Type(argument.ItemsType),
        Description = argument.Description,
        Required = argument.Required ?? false,
        Choices = Texts(argument.Choices),
    };

    // What JSON calls a list of strings may hold null.
    private static IReadOnlyList<string> Texts(IReadOnlyList<string?>? texts) => texts is null ? [] : [.. texts.OfType<string>()];

    private static string Name(FunctionDefinition definition) =>
        string.IsNullOrWhiteSpace(definition.Name) ? throw new HubException("An action or event has no name") : definition.Name;

    private static ActionTiming Timing(FunctionTiming? timing) =>
        timing is { } given && Enum.TryParse<ActionTiming>(given.Name, ignoreCase: true, out var known) ? known : ActionTiming.AfterAssistantMessage;

    private static ArgumentType Type(string? type) =>
        Enum.TryParse<ArgumentType>(type, ignoreCase: true, out var known) ? known : ArgumentType.String;

    private static TimeSpan? Seconds(double? seconds) => seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds.Value) : null;

    // A number of flags, or their names with commas between.
    private static PromptKinds Prompts(JsonElement? kinds) => kinds switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var flags) => (PromptKinds)flags,
        { ValueKind: JsonValueKind.String } text when Enum.TryParse<PromptKinds>(text.GetRawText().Trim('"').Replace("ImageGen", "ImageGeneration", StringComparison.OrdinalIgnoreCase), ignoreCase: true, out var named) => named,
        _ => PromptKinds.All,
    };
}
