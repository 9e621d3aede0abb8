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
internal sealed partial class RecognitionPump : IAsyncDisposable
{
    /// <summary><c>ready</c> does not wait longer than this for an engine that should open at once.</summary>
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMilliseconds(30);

    private readonly ConnectionContext _context;
    private readonly TranscriptSender _transcripts;
    private readonly Func<string> _acceptInit;
    private readonly CancellationToken _ending;
    private readonly Task _running;

    // Bounded by WaitForRoomAsync in bytes and time; commands by the message rate. Written by the receive loop and by a drain.
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true });
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

        /// <summary>Only wakes the loop, which finds the write that <see cref="TryWriteAtOnce"/> left unfinished.</summary>
        HandedOver,
    }

    /// <summary>Whether commands or audio wait, or an answer of the recogniser is due.</summary>
    public bool IsBusy => Volatile.Read(ref _pending) > 0 || _link is { IsBusy: true };

    /// <summary>Set by whoever owns the session: called when the pump breaks.</summary>
    public required Action<Exception> OnBroken { get; init; }

    public void Open(RecognitionSettings settings) => Add(new Item(Kind.Open, default, 0, 0, settings, null));

    public void Flush() => Add(new Item(Kind.Flush, default, 0, 0, null, null));

    /// <summary>Drops audio that waits; what was flushed before is still answered first.</summary>
    public void Cancel()
    {
        Volatile.Write(ref _dropBefore, ++_cancels);
        Add(new Item(Kind.Cancel, default, 0, 0, null, null));
    }

    /// <summary>Does something once everything before it is recognised and answered.</summary>
    public void Then(Action action) => Add(new Item(Kind.Then, default, 0, 0, null, action));

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
            // Without a token, which would cost an allocation at each wait: the end of the socket completes the channel.
            using var end = _ending.UnsafeRegister(static s => ((ChannelWriter<Item>)s!).TryComplete(), _items.Writer);
            while (!_ending.IsCancellationRequested && await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (!_ending.IsCancellationRequested && _items.Reader.TryRead(out var item))
                {
                    await FinishHandedOverAsync().ConfigureAwait(false);
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

    private async ValueTask ObeyAsync(Item item)
    {
        switch (item.Kind)
        {
            case Kind.HandedOver:
                break;
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
            SessionLog.EngineFailed(_context.Log, e, _context.RequestId);
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

    private readonly record struct Item(Kind Kind, AudioBlock Block, int Bytes, long Ticks, RecognitionSettings? Settings, Action? Action);
}
