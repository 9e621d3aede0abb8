using System.CommandLine;
using System.Text;
using System.Text.Json;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Cli.Conversations;

/// <summary>
/// Prints what is said in a chat as it comes, and knows when an answer is complete. Handlers run on the client's one pump.
/// </summary>
internal sealed class ReplyPrinter : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly TextWriter _output;
    private readonly bool _json;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _answered = Signal();
    private Dictionary<Guid, string> _names = [];
    private bool _heard;
    private Guid? _reply;
    private bool _ended;

    public ReplyPrinter(ParseResult parsed, VoxtaClient client)
    {
        _parsed = parsed;
        _output = parsed.InvocationConfiguration.Output;
        _json = parsed.GetValue(GlobalOptions.Json);
        _subscriptions.Add(client.On<ChatStarted>(OnStarted));
        _subscriptions.Add(client.On<MessageUpdated>(OnMessage));
        _subscriptions.Add(client.On<ReplyGenerating>(e => OnReply(e.MessageId)));
        _subscriptions.Add(client.On<ReplyStart>(OnReplyStart));
        _subscriptions.Add(client.On<ReplyChunk>(OnChunk));
        _subscriptions.Add(client.On<ReplyEnd>(e => OnReplyEnd(e.MessageId, e.SenderId)));
        _subscriptions.Add(client.On<ReplyCancelled>(e => OnReplyEnd(e.MessageId, Guid.Empty)));
        _subscriptions.Add(client.On<ChatFlow>(OnFlow));
        _subscriptions.Add(client.On<ChatSessionError>(OnError));
        _subscriptions.Add(client.On<Closed>(OnClosed));
    }

    /// <summary>Completes when the chat has answered what was said since <see cref="Expect"/> and waits again; faults when the connection ended.</summary>
    public Task Answered
    {
        get
        {
            lock (_gate)
            {
                return _answered.Task;
            }
        }
    }

    /// <summary>Prepares for an answer, before the message goes out.</summary>
    /// <param name="heard">Whether no user message is going to be stored first.</param>
    public void Expect(bool heard = false)
    {
        lock (_gate)
        {
            _answered = Signal();
            _heard = heard;
            _reply = null;
            _ended = false;
        }
    }

    /// <summary>Prints what the user said, where it was spoken.</summary>
    public void PrintUser(string text) => Print("You", text);

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private void OnStarted(ChatStarted chat)
    {
        _names = chat.Characters.ToDictionary(c => c.Id, c => c.Name);
        foreach (var message in chat.Messages.Where(m => m.Role == ChatMessageRole.Assistant))
        {
            Print(NameOf(message.SenderId), message.Text);
        }
    }

    private void OnMessage(MessageUpdated message)
    {
        lock (_gate)
        {
            _heard |= message.Role == ChatMessageRole.User && message.Text is not null;
        }
    }

    private void OnReply(Guid id)
    {
        lock (_gate)
        {
            if (_heard)
            {
                _reply = id;
            }
        }
    }

    private void OnReplyStart(ReplyStart reply)
    {
        OnReply(reply.MessageId);
        _text.Clear();
        if (!_json)
        {
            _output.Write(NameOf(reply.SenderId) + ": ");
        }
    }

    private void OnChunk(ReplyChunk chunk)
    {
        _text.Append(chunk.Text);
        if (!_json)
        {
            _output.Write(chunk.Text);
            _output.Flush();
        }
    }

    private void OnReplyEnd(Guid id, Guid sender)
    {
        if (_text.Length > 0 && _json)
        {
            Print(NameOf(sender), _text.ToString());
        }
        else if (_text.Length > 0)
        {
            _output.WriteLine();
        }

        _text.Clear();
        lock (_gate)
        {
            _ended |= id == _reply;
        }
    }

    // The chat waits again when the answer is complete and, where it is spoken, was played.
    private void OnFlow(ChatFlow flow)
    {
        lock (_gate)
        {
            if (flow.State == ChatFlowState.WaitingForUserInput && _heard && (_ended || _reply is null))
            {
                _answered.TrySetResult();
            }
        }
    }

    private void OnError(ChatSessionError error)
    {
        _parsed.InvocationConfiguration.Error.WriteLine($"parley: {error.Message}");
        lock (_gate)
        {
            if (_heard)
            {
                _answered.TrySetResult();
            }
        }
    }

    private void OnClosed(Closed closed)
    {
        lock (_gate)
        {
            _answered.TrySetException(closed.Error ?? new IOException("The server ended the connection."));
        }
    }

    private void Print(string name, string text)
    {
        _output.WriteLine(_json ? JsonSerializer.Serialize(new SaidFacts(name, text), SaidFactsJson.Readable.SaidFacts) : $"{name}: {text}");
        _output.Flush();
    }

    private string NameOf(Guid id) => _names.GetValueOrDefault(id, "Character");

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
