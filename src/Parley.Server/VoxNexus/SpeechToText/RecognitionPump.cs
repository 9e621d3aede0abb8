using System.Threading.Channels;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Carries one socket's audio and commands to the recogniser, in order, so that the receive loop never waits for it; and carries its
/// events back. What waits is counted, and <see cref="WaitForRoomAsync"/> holds the receive loop back when it is too much.
/// </summary>
internal sealed class RecognitionPump : IAsyncDisposable
{
    /// <summary><c>ready</c> does not wait longer than this for an engine that should open at once.</summary>
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMilliseconds(100);

    private readonly ConnectionContext _context;
    private readonly TranscriptSender _transcripts;
    private readonly Func<string> _acceptInit;
    private readonly CancellationToken _ending;
    private readonly Task _running;

    // Bounded by WaitForRoomAsync in bytes and time; commands by the message rate. Written by the receive loop and by a drain.
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _backlogBytes;
    private long _backlogTicks;
    private int _dropBefore;
    private int _cancels;
    private int _pending;

    private RecognitionSettings? _settings;
    private RecognitionLink? _link;

    // Why the session's audio cannot be recognised; told at its first audio.
    private ApiError? _failure;
    private bool _failureSent;

    public RecognitionPump(ConnectionContext context, TranscriptSender transcripts, Func<string> acceptInit, CancellationToken ending)
    {
        _context = context;
        _transcripts = transcripts;
        _acceptInit = acceptInit;
        _ending = ending;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    private enum Kind
    {
        Audio,
        Open,
        Flush,
        Cancel,
        Then,
    }

    /// <summary>Whether commands or audio wait, or an answer of the recogniser is due.</summary>
    public bool IsBusy => Volatile.Read(ref _pending) > 0 || _link is { IsBusy: true };

    /// <summary>Set by whoever owns the session: called when the pump breaks.</summary>
    public required Action<Exception> OnBroken { get; init; }

    public void Open(RecognitionSettings settings) => Add(new Item(Kind.Open, default, 0, 0, settings, null));

    public void Audio(AudioBlock block, int receivedBytes, int sampleRate)
    {
        var ticks = block.Length * TimeSpan.TicksPerSecond / sampleRate;
        Interlocked.Add(ref _backlogBytes, receivedBytes);
        Interlocked.Add(ref _backlogTicks, ticks);
        Add(new Item(Kind.Audio, block, receivedBytes, ticks, null, null));
    }

    public void Flush() => Add(new Item(Kind.Flush, default, 0, 0, null, null));

    /// <summary>Drops audio that waits; what was flushed before is still answered first.</summary>
    public void Cancel()
    {
        Volatile.Write(ref _dropBefore, ++_cancels);
        Add(new Item(Kind.Cancel, default, 0, 0, null, null));
    }

    /// <summary>Does something once everything before it is recognised and answered.</summary>
    public void Then(Action action) => Add(new Item(Kind.Then, default, 0, 0, null, action));

    /// <summary>Completes at once while the backlog is within bounds.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (HasRoom)
        {
            return default;
        }

        lock (_gate)
        {
            if (HasRoom)
            {
                return default;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(TimeSpan.FromSeconds(_context.Options.BacklogStallSeconds), _context.Time, cancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        while (_items.Reader.TryRead(out var item))
        {
            item.Block.Release();
        }

        if (_link is { } link)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool HasRoom => Interlocked.Read(ref _backlogBytes) <= _context.Options.MaxBacklogBytes
        && Interlocked.Read(ref _backlogTicks) <= _context.Options.MaxBacklogSeconds * TimeSpan.TicksPerSecond;

    private void Add(Item item)
    {
        Interlocked.Increment(ref _pending);
        if (!_items.Writer.TryWrite(item))
        {
            item.Block.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var cancels = 0;
            while (await _items.Reader.WaitToReadAsync(_ending).ConfigureAwait(false))
            {
                while (_items.Reader.TryRead(out var item))
                {
                    if (item.Kind == Kind.Audio)
                    {
                        await WriteAsync(item, dropped: cancels < Volatile.Read(ref _dropBefore)).ConfigureAwait(false);
                    }
                    else
                    {
                        cancels += item.Kind == Kind.Cancel ? 1 : 0;
                        await ObeyAsync(item).ConfigureAwait(false);
                    }

                    Interlocked.Decrement(ref _pending);
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The socket ends.
        }
        catch (Exception e)
        {
            OnBroken(e);
        }
    }

    private async ValueTask WriteAsync(Item item, bool dropped)
    {
        try
        {
            if (dropped || item.Block.Length == 0)
            {
                return;
            }

            if (_link is null && _failure is null)
            {
                await ConnectAsync().ConfigureAwait(false);
            }

            if (_link is { } link)
            {
                if (!await link.TryWriteAsync(item.Block.Samples, _ending).ConfigureAwait(false))
                {
                    await DropLinkAsync().ConfigureAwait(false);
                }
            }
            else if (!_failureSent)
            {
                _failureSent = true;
                await _transcripts.ErrorAsync(_failure!).ConfigureAwait(false);
            }
        }
        finally
        {
            item.Block.Release();
            Release(item);
        }
    }

    private async ValueTask ObeyAsync(Item item)
    {
        switch (item.Kind)
        {
            case Kind.Open:
                await ReopenAsync(item.Settings!).ConfigureAwait(false);
                break;
            case Kind.Then:
                if (_link is { } open)
                {
                    await open.AnsweredAsync(_ending).ConfigureAwait(false);
                }

                item.Action!();
                break;
            default:
                await EndSessionAsync(cancelled: item.Kind == Kind.Cancel).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask EndSessionAsync(bool cancelled)
    {
        Forgive();
        if (_link is { } link && await link.TryEndSessionAsync(cancelled, _ending).ConfigureAwait(false))
        {
            return;
        }

        await DropLinkAsync().ConfigureAwait(false);
        await _transcripts.SessionEndedAsync(TimeSpan.Zero, cancelled).ConfigureAwait(false);
    }

    /// <summary>Answers <c>init</c>: everything before it is answered first, and the engine gets a moment to say which language it uses.</summary>
    private async ValueTask ReopenAsync(RecognitionSettings settings)
    {
        if (_link is { } old)
        {
            await old.AnsweredAsync(_ending).ConfigureAwait(false);
            await DropLinkAsync().ConfigureAwait(false);
        }

        _settings = settings;
        Forgive();
        var connecting = ConnectAsync();
        try
        {
            await Task.WhenAny(connecting, Task.Delay(OpenPatience, _context.Time, _ending)).ConfigureAwait(false);
            var language = connecting.IsCompletedSuccessfully && _link is { } link && settings.Language != RecognitionLanguage.Auto ? link.Language : settings.Language;
            await _transcripts.ReadyAsync(settings, language, _acceptInit(), _context.Options).ConfigureAwait(false);
        }
        finally
        {
            await connecting.ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync()
    {
        try
        {
            var stream = await _settings!.Recognizer.OpenAsync(_settings.Options, _ending).ConfigureAwait(false);
            _link = new RecognitionLink(_context, stream, _settings, _transcripts, _ending);
        }
        catch (EngineException e)
        {
            SessionLog.EngineFailed(_context.Log, e, e.EngineId, e.Failure.ToString(), _context.RequestId);
            _failure = ApiError.FromEngine(e, e.Failure == EngineFailure.NotSupported ? VoxNexusErrorCode.UnsupportedLanguage : VoxNexusErrorCode.RecognitionFailed);
        }
    }

    /// <summary>A new session may try the engine again.</summary>
    private void Forgive()
    {
        _failure = null;
        _failureSent = false;
    }

    private async ValueTask DropLinkAsync()
    {
        if (_link is { } link)
        {
            _link = null;
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Release(Item item)
    {
        Interlocked.Add(ref _backlogBytes, -item.Bytes);
        Interlocked.Add(ref _backlogTicks, -item.Ticks);
        if (Volatile.Read(ref _room) is null || !HasRoom)
        {
            return;
        }

        TaskCompletionSource? room;
        lock (_gate)
        {
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }

    private readonly record struct Item(Kind Kind, AudioBlock Block, int Bytes, long Ticks, RecognitionSettings? Settings, Action? Action);
}
