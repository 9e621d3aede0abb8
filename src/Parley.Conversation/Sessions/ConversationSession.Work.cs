using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Conversation.Chats;
using Parley.Conversation.Microphones;
using Parley.Conversation.Speakers;

namespace Parley.Conversation.Sessions;

public sealed partial class ConversationSession
{
    private readonly ConversationServices _services = null!;
    private readonly ILogger _logger = NullLogger.Instance;
    private readonly SessionLoop _loop = null!;
    private readonly Observers _observers = null!;
    private readonly Leases _leases = null!;
    private readonly TaskCompletionSource<SessionEndReason> _completion = new();
    private readonly (Chat Chat, SessionRequest Request, ConversationOptions Options) _setup = default;
    private readonly (IReadOnlyList<SessionParticipant> Participants, int X) _cast = default;
    private readonly IHearing _hearing = null!;
    private readonly IVoice _voice = null!;
    private long _lastActive;

    internal ConversationSession() => Started = default;

    private interface IHearing
    {
        bool IsListening { get; }

        ValueTask<Microphone> OpenAsync(MicrophoneOptions options, CancellationToken ct);
    }

    private interface IVoice
    {
        Speaker AddSpeaker(SpeakerOptions options);
    }

    private static ValueTask BeginOnLoopAsync() => throw new NotImplementedException();

    private static ValueTask HandleAsync(ConversationCommand command) => throw new NotImplementedException(command.ToString());

    private static SessionSnapshot Snapshot() => throw new NotImplementedException();

    private static ValueTask EndOnLoopAsync(SessionEndReason reason) => throw new NotImplementedException(reason.ToString());

    private static void Raise(string code, string message, bool isTransient = false, object? origin = null) => throw new NotImplementedException(code + message + isTransient + origin);
}
