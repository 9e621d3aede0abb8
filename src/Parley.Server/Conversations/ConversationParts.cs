using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Replies;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Scripts;
using Parley.Conversation.Sessions;
using Parley.Server.Settings;
using Parley.Server.Telemetry;
using Parley.Speech;

namespace Parley.Server.Conversations;

/// <summary>The conversations of this server: stores, engines and the directory of live sessions put together.</summary>
internal static class ConversationParts
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.TryAddSingleton(p => ReplyEngines.Create(p.GetRequiredService<ParleyOptions>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConversationMetrics>();
        services.TryAddSingleton(new SessionDirectoryOptions());
        services.AddSingleton(p => new ConversationServices
        {
            Chats = p.GetRequiredService<IChatStore>(),
            Characters = p.GetRequiredService<ICharacterStore>(),
            Scenarios = p.GetRequiredService<IScenarioStore>(),
            Memories = p.GetRequiredService<IMemoryStore>(),
            Speech = p.GetRequiredService<ISpeechEngines>(),
            Replies = p.GetRequiredService<IReplyEngine>(),
            Scripts = p.GetService<IScriptHost>(),
            TimeProvider = p.GetRequiredService<TimeProvider>(),
            LoggerFactory = p.GetRequiredService<ILoggerFactory>(),
            Metrics = p.GetRequiredService<ConversationMetrics>(),
            TurnEnded = p.GetRequiredService<TurnStatistics>().Note,
        });
        services.AddSingleton(p => new SessionDirectory(p.GetRequiredService<ConversationServices>(), p.GetRequiredService<SessionDirectoryOptions>()));
        services.AddSingleton<ISessionDirectory>(p => p.GetRequiredService<SessionDirectory>());
        return services;
    }
}
