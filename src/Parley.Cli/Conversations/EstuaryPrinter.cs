using System.CommandLine;
using System.Text.Json;
using Parley.Cli.Output;
using Parley.Estuary;

namespace Parley.Cli.Conversations;

/// <summary>
/// Prints what is said in an Estuary conversation as it comes, and knows when an answer is complete. Handlers run on the client's one pump.
/// </summary>
internal sealed class EstuaryPrinter : IDisposable
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly LiveLine _live;
    private readonly string _name;
    private readonly bool _json;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _spoken = [];
    private readonly TaskCompletionSource _voiceStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<string> _earlier = [];
    private TaskCompletionSource<BotResponse?> _answered = Signal<BotResponse?>();
    private TaskCompletionSource<bool> _connected = Signal<bool>();
    private string? _printing;

    public EstuaryPrinter(ParseResult parsed, EstuaryClient client, string name)
    {
        _output = parsed.InvocationConfiguration.Output;
        _error = parsed.InvocationConfiguration.Error;
        _json = parsed.GetValue(GlobalOptions.Json);
        _live = new LiveLine(parsed);
        _name = name;
        _subscriptions.Add(client.On<SttResponse>(OnHeard));
        _subscriptions.Add(client.On<BotVoice>(OnVoice));
        _subscriptions.Add(client.On<BotResponse>(OnResponse));
        _subscriptions.Add(client.On<ErrorReceived>(e => OnProblem(e.Error.Message)));
        _subscriptions.Add(client.On<QuotaExceeded>(e => OnProblem(e.Message)));
        _subscriptions.Add(client.On<VoiceError>(e => OnProblem(e.Error)));
        _subscriptions.Add(client.On<VoiceStopped>(_ => { _voiceStopped.TrySetResult(); }));
        _subscriptions.Add(client.On<Connected>(_ => OnConnected()));
        _subscriptions.Add(client.On<Reconnecting>(OnReconnecting));
        _subscriptions.Add(client.On<Closed>(OnClosed));
    }

    /// <summary>Whether anything was understood.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Completes when voice was switched off and everything before has been printed.</summary>
    public Task VoiceStopped => _voiceStopped.Task;

    /// <summary>Completes when there is a connection, again after each one that was lost; faults when there will be none.</summary>
    public Task Connected
    {
        get
        {
            lock (_gate)
            {
                return _connected.Task;
            }
        }
    }

    /// <summary>
    /// The answer to what was said since <see cref="Expect"/>, once its text is complete; null when the server reported that there is none.
    /// Faults with an <see cref="IOException"/> when the connection is lost, and with its reason when it ends for good.
    /// </summary>
    public Task<BotResponse?> Answered
    {
        get
        {
            lock (_gate)
            {
                return _answered.Task;
            }
        }
    }

    /// <summary>Prepares for an answer, before the question goes out: what has begun by now is none.</summary>
    public void Expect()
    {
        lock (_gate)
        {
            _answered = Signal<BotResponse?>();
            _earlier = [.. _begun];
        }
    }

    /// <summary>Whether some of the message came as speech.</summary>
    public bool IsSpoken(string messageId)
    {
        lock (_gate)
        {
            return _spoken.Contains(messageId);
        }
    }

    public void Dispose()
    {
        _subscriptions.ForEach(s => s.Dispose());
        _live.Dispose();
    }

    private void OnHeard(SttResponse heard)
    {
        if (!heard.IsFinal)
        {
            _live.Show(heard.Text);
            return;
        }

        _live.Clear();
        if (heard.Text.Length > 0)
        {
            EndLine();
            Print("You", heard.Text);
            HasHeard = true;
            Expect();
        }
    }

    private void OnVoice(BotVoice voice)
    {
        lock (_gate)
        {
            if (voice.Audio.Length > 0)
            {
                _spoken.Add(voice.MessageId);
            }
        }
    }

    private void OnResponse(BotResponse response)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _begun.Add(response.MessageId);
        }

        _live.Clear();
        if (!_json)
        {
            Stream(response, isNew);
        }
        else if (response is { IsFinal: true, Text.Length: > 0 })
        {
            Print(_name, response.Text);
        }

        lock (_gate)
        {
            if (response is { IsFinal: true, IsInterjection: false } && !_earlier.Contains(response.MessageId))
            {
                _answered.TrySetResult(response);
            }
        }
    }

    private void Stream(BotResponse response, bool isNew)
    {
        var text = isNew ? response.Text : response.Partial;
        if (_printing != response.MessageId && text.Length > 0)
        {
            EndLine();
            _output.Write($"{_name}: ");
            _printing = response.MessageId;
        }

        _output.Write(text);
        if (response.IsFinal)
        {
            EndLine();
        }

        _output.Flush();
    }

    private void OnProblem(string message)
    {
        _live.Clear();
        _error.WriteLine($"parley: {message}");
        lock (_gate)
        {
            // A voice that fails leaves the text to come.
            if (_begun.IsSubsetOf(_earlier))
            {
                _answered.TrySetResult(null);
            }
        }
    }

    private void OnConnected()
    {
        lock (_gate)
        {
            _connected.TrySetResult(true);
        }
    }

    private void OnReconnecting(Reconnecting change)
    {
        _live.Clear();
        EndLine();
        _error.WriteLine($"parley: the connection was lost; trying again in {change.Delay.TotalSeconds:0.#} s.");
        lock (_gate)
        {
            _connected = _connected.Task.IsCompleted ? Signal<bool>() : _connected;
            Fail(_answered, new IOException("The connection was lost before the answer was complete."));
        }
    }

    private void OnClosed(Closed closed)
    {
        var error = closed.Error ?? new IOException("The server ended the connection.");
        lock (_gate)
        {
            _connected = _connected.Task.IsCompleted ? Signal<bool>() : _connected;
            Fail(_connected, error);
            Fail(_answered, error);
        }

        _voiceStopped.TrySetResult();
    }

    // Perhaps nobody waits for it.
    private static void Fail<T>(TaskCompletionSource<T> signal, Exception error)
    {
        signal.TrySetException(error);
        _ = signal.Task.Exception;
    }

    private void EndLine()
    {
        if (_printing is not null)
        {
            _printing = null;
            _output.WriteLine();
        }
    }

    private void Print(string name, string text)
    {
        _output.WriteLine(_json ? JsonSerializer.Serialize(new SaidFacts(name, text), SaidFactsJson.Readable.SaidFacts) : $"{name}: {text}");
        _output.Flush();
    }

    private static TaskCompletionSource<T> Signal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
