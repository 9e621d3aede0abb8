using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Replies;
using Parley.Conversation.Replies.Scripted;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Sessions;

namespace Parley.Testing.Conversations;

/// <summary>A session directory on scripted engines, memory stores and a clock that the test owns.</summary>
public sealed class ConversationFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lazy<SessionDirectory> _directory;

    public ConversationFixture(IReplyEngine? replies = null, ConversationOptions? options = null, Func<ConversationServices, ConversationServices>? change = null, SessionDirectoryOptions? limits = null)
    {
        Replies = replies ?? new ScriptedReplyEngine();
        Characters = new InMemoryCharacterStore([Rex], Time);
        _directory = new Lazy<SessionDirectory>(() =>
        {
            var services = new ConversationServices
            {
                Chats = Chats,
                Characters = Characters,
                Scenarios = Scenarios,
                Memories = Memories,
                Speech = Speech,
                Replies = Replies,
                TimeProvider = Time,
            };
            return new SessionDirectory(change?.Invoke(services) ?? services, (limits ?? new SessionDirectoryOptions()) with { Conversation = options ?? ConversationOptions.Default });
        });
    }

    /// <summary>A character without script or greeting.</summary>
    public static Character Rex { get; } = new() { Id = new Guid("00000000-0000-0000-0000-0000000000a1"), Name = "Rex" };

    public FakeTimeProvider Time { get; } = new();

    public InMemoryChatStore Chats { get; } = new();

    public InMemoryCharacterStore Characters { get; }

    public InMemoryScenarioStore Scenarios { get; } = new();

    public InMemoryMemoryStore Memories { get; } = new();

    public ScriptedSpeechEngines Speech { get; init; } = new();

    public IReplyEngine Replies { get; }

    public SessionDirectory Directory => _directory.Value;

    public async Task<ObservedSession> StartAsync(SessionRequest? request = null)
    {
        var start = await Directory.StartAsync(request ?? new SessionRequest { Player = Player.Local, CharacterIds = [Rex.Id] }).AsTask().WaitAsync(Patience);
        return new ObservedSession(start.Session, await start.Session.SubscribeAsync().AsTask().WaitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        if (_directory.IsValueCreated)
        {
            await _directory.Value.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }
}
