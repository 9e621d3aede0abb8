using System.Runtime.InteropServices;
using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Conversation.Speakers;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Connections;

namespace Parley.Server.Estuary.Sessions;

/// <summary>
/// Answers on their way to one client: <c>bot_response</c>, <c>bot_voice</c> and <c>interrupt</c> in the order the specification asks
/// for (§3). Called by the reader of events and the reader of frames; packets leave in the order of the calls.
/// </summary>
internal sealed class ReplyOutput : IDisposable
{
    // Late frames of a message that is over must still find it.
    private const int Remembered = 16;

    private readonly Lock _gate = new();
    private readonly EstuaryConnection _connection;
    private readonly List<ReplyState> _replies = [];
    private readonly ITimer _holdTimer;
    private string _tags = "";
    private bool _isLineExpected;

    public ReplyOutput(EstuaryConnection connection)
    {
        _connection = connection;
        _holdTimer = connection.Services.Time.CreateTimer(static output => ((ReplyOutput)output!).ReleaseHeld(null), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private EstuaryOptions Options => _connection.Services.Options;

    /// <summary>Whether anybody hears the answers.</summary>
    public bool IsHeard { get; init; }

    public void Dispose() => _holdTimer.Dispose();

    /// <summary>The next unprompted message is a line that this client asked for, and no interjection.</summary>
    public void ExpectLine() => Volatile.Write(ref _isLineExpected, true);

    public void OnGenerating(ReplyGenerating item)
    {
        lock (_gate)
        {
            Of(item.MessageId, item.TurnId).IsInterjection = item.IsUnprompted && !_isLineExpected;
            _isLineExpected = _isLineExpected && !item.IsUnprompted;
        }
    }

    public ValueTask OnChunkAsync(ReplyChunk item)
    {
        lock (_gate)
        {
            var reply = Of(item.MessageId, item.TurnId);
            reply.IsSpoken |= item.Clip is not null;
            if (reply.IsInterrupted || reply.IsFinalSent)
            {
                return default;
            }

            var text = _tags + item.Text;
            _tags = "";
            return PieceAsync(reply, text);
        }
    }

    public ValueTask OnEndedAsync(ReplyEnded item)
    {
        lock (_gate)
        {
            var reply = Of(item.MessageId, item.TurnId);
            if (reply.IsFinalSent)
            {
                return default;
            }

            // The kept text may be shorter than what was shown, or trimmed; embedded actions are only in what was shown.
            var text = reply.Text.Length > item.Text.Length && !item.IsPartial ? reply.Text.ToString() : item.Text;
            if (reply.IsSpoken && IsHeard && reply.AudioChunks == 0 && !reply.IsInterrupted)
            {
                reply.Held = text;
                _holdTimer.Change(Options.FinalHold, Timeout.InfiniteTimeSpan);
                return default;
            }

            return FinalAsync(reply, text);
        }
    }

    public ValueTask OnCancelledAsync(ReplyCancelled item)
    {
        lock (_gate)
        {
            var reply = Of(item.MessageId, item.TurnId);
            return reply.IsFinalSent ? default : FinalAsync(reply, reply.Text.ToString());
        }
    }

    /// <summary>§4.5: the closing final with the text so far, then the confirmation, once.</summary>
    public ValueTask OnInterruptedAsync(SpeechInterrupted item)
    {
        lock (_gate)
        {
            var reply = Of(item.MessageId, item.TurnId);
            if (reply.IsInterrupted)
            {
                return default;
            }

            reply.IsInterrupted = true;
            var final = reply.IsFinalSent ? default : FinalAsync(reply, reply.Held ?? reply.Text.ToString());
            return BothAsync(final, _connection.SendAsync(
                EstuaryEventNames.Interrupt,
                new InterruptMessage
                {
                    MessageId = reply.WireId,
                    Reason = item.Reason switch
                    {
                        InterruptReason.UserSpeech => "user_speech",
                        InterruptReason.Client => "client_interrupt",
                        InterruptReason.SpeakText => "say_line",
                        _ => "new_message",
                    },
                    InterruptedAt = _connection.Profile.TellsInterruptTime ? Timestamps.Write(item.Timestamp) : null,
                },
                EstuaryJsonContext.Default.InterruptMessage));
        }
    }

    /// <summary>Nothing more of the turn follows: what is held goes out.</summary>
    public void OnTurnEnded(long turnId) => ReleaseHeld(turnId);

    /// <summary>The turn's speech failed: its text need not wait.</summary>
    public void OnSpeechFailed(long turnId) => ReleaseHeld(turnId);

    public ValueTask OnActionAsync(ActionInvoked item)
    {
        if (item.Role == MessageRole.User)
        {
            return default;
        }

        lock (_gate)
        {
            var reply = item.MessageId is { } id ? _replies.Find(r => r.MessageId == id) : _replies.Find(r => r.TurnId == item.TurnId && !r.IsFinalSent);
            if (_connection.Identity.Capabilities?.ClientAction == true)
            {
                return _connection.SendAsync(
                    EstuaryEventNames.ClientAction,
                    new ClientActionMessage
                    {
                        Name = item.Name,
                        Arguments = ActionTags.Typed(item.Arguments),
                        MessageId = reply?.WireId ?? (item.MessageId is { } message ? MessageIds.Write(message) : ""),
                        ChunkIndex = Math.Max(0, (reply?.TextChunks ?? 0) - 1),
                        Timestamp = Timestamps.Write(item.Timestamp),
                    },
                    EstuaryJsonContext.Default.ClientActionMessage);
            }

            var tag = ActionTags.Write(item.Name, item.Arguments);
            if (reply is { IsFinalSent: false, IsInterrupted: false, TextChunks: > 0 })
            {
                var sent = PieceAsync(reply, " " + tag);
                if (reply.Held is not null)
                {
                    reply.Held += " " + tag;
                }

                return sent;
            }

            if (reply is { IsFinalSent: false } or null && item.Timing is not Parley.Conversation.Context.ActionTiming.AfterAssistantMessage)
            {
                // Before the answer's first word: it begins with it.
                _tags += tag + " ";
                return default;
            }

            // The answer is closed: the action is a message of its own, without speech.
            var own = Of(Guid.NewGuid(), item.TurnId);
            own.IsInterjection = true;
            return FinalAsync(own, tag);
        }
    }

    public ValueTask OnFrameAsync(in SpeechFrame frame)
    {
        lock (_gate)
        {
            var reply = Of(frame.MessageId, frame.TurnId);
            if (reply.IsInterrupted)
            {
                return default;
            }

            var sent = _connection.SendAsync(EstuaryEventNames.BotVoice, (Frame: frame, Reply: reply), static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteBase64String("audio"u8, MemoryMarshal.AsBytes(state.Frame.Samples.Span));
                writer.WriteString("message_id"u8, state.Reply.WireId);
                writer.WriteNumber("chunk_index"u8, state.Reply.AudioChunks);
                writer.WriteBoolean("is_final"u8, state.Frame.IsLast);
                writer.WriteNumber("sample_rate"u8, state.Frame.SampleRate);
                writer.WriteBoolean("is_interjection"u8, state.Reply.IsInterjection);
                writer.WriteEndObject();
            });
            reply.AudioChunks++;
            return reply.Held is { } held ? BothAsync(sent, FinalAsync(reply, held)) : sent;
        }
    }

    private void ReleaseHeld(long? turnId)
    {
        lock (_gate)
        {
            foreach (var reply in _replies)
            {
                if (reply.Held is { } held && !reply.IsFinalSent && (turnId is null || reply.TurnId == turnId))
                {
                    // The wait for room is the next packet's.
                    _ = FinalAsync(reply, held);
                }
            }
        }
    }

    private ValueTask PieceAsync(ReplyState reply, string text)
    {
        reply.Text.Append(text);
        return SendAsync(reply, Options.BotResponseText == BotResponseText.Accumulated ? reply.Text.ToString() : text, text, isFinal: false);
    }

    private ValueTask FinalAsync(ReplyState reply, string text)
    {
        reply.IsFinalSent = true;
        reply.Held = null;
        return SendAsync(reply, text.TrimEnd(), "", isFinal: true);
    }

    private ValueTask SendAsync(ReplyState reply, string text, string delta, bool isFinal) => _connection.SendAsync(
        EstuaryEventNames.BotResponse,
        new BotResponseMessage
        {
            Text = text,
            IsFinal = isFinal,
            Partial = _connection.Profile.Partial(delta, isFinal),
            MessageId = reply.WireId,
            ChunkIndex = reply.TextChunks++,
            IsInterjection = reply.IsInterjection,
        },
        EstuaryJsonContext.Default.BotResponseMessage);

    private ReplyState Of(Guid messageId, long turnId)
    {
        foreach (var known in _replies)
        {
            if (known.MessageId == messageId)
            {
                return known;
            }
        }

        if (_replies.Count == Remembered)
        {
            _replies.RemoveAt(0);
        }

        var reply = new ReplyState(messageId, turnId);
        _replies.Add(reply);
        return reply;
    }

    private static ValueTask BothAsync(ValueTask first, ValueTask second)
    {
        return first.IsCompletedSuccessfully ? second : AwaitAsync(first, second);

        static async ValueTask AwaitAsync(ValueTask first, ValueTask second)
        {
            await first;
            await second;
        }
    }
}
