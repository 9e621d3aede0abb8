using Microsoft.Extensions.Logging;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Sessions;
using Parley.Server.Settings;
using Parley.Server.Speech;
using Parley.Server.Storage;

namespace Parley.Server.Voxta;

/// <summary>What the apps of the face share.</summary>
internal sealed record VoxtaServices(
    ISessionDirectory Sessions,
    ICharacterStore Characters,
    IScenarioStore Scenarios,
    IChatStore Chats,
    SpeechClipStore Clips,
    VoxtaApps Apps,
    ServerOwnedSessions Owned,
    SqliteAppStore Registrations,
    UserInteractions Interactions,
    VoxtaOptions Options,
    ParleyOptions Settings,
    TimeProvider Time,
    ILogger<VoxtaApp> Log);
