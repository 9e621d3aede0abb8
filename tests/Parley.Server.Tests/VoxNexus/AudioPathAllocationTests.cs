using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Conversation;
using Parley.Server.Security;
using Parley.Server.Traffic;
using Parley.Server.VoxNexus;
using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.SpeechToText;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

public sealed class AudioPathAllocationTests
{
    private const int Warm = 2_000;
    private const int Counted = 10_000;

    /// <summary>Ten thousand messages may cost less than one byte each: an array of the shared pool now and then, when another test took them all.</summary>
    [Fact]
    public async Task An_audio_message_costs_no_allocation()
    {
        var recognizer = new CountingRecognizer();
        var socket = new FloodingSocket(Encoding.UTF8.GetBytes($$"""{"type":"audio","data":"{{Convert.ToBase64String(new byte[3200])}}"}"""));
        using var traffic = new OpenConnections(TimeProvider.System).Add(Faces.VoxNexusSpeechToText, "req_test", TenantId.Local, null);
        var context = new ConnectionContext(socket, "req_test", CallerIdentity.Local, traffic, new VoxNexusOptions(), TimeProvider.System, NullLogger.Instance);
        await using var session = new SpeechToTextSession(context, new OneRecognizer(recognizer));
        await Task.Run(session.RunAsync, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        recognizer.Samples.ShouldBe((Warm + Counted + 1L) * 1600);
        socket.AllocatedBytes.ShouldBeLessThan(Counted);
    }

    /// <summary>A socket on which init and then audio have arrived, always at once, so that all is read on one thread.</summary>
    private sealed class FloodingSocket(byte[] audio) : WebSocket
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ReadOnlyMemory<byte> _message = "{\"type\":\"init\",\"interim_results\":false}"u8.ToArray();
        private int _sent;
        private long _start;

        public long AllocatedBytes { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _sent > Warm + Counted ? WebSocketState.CloseReceived : WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (!_message.IsEmpty || buffer.IsEmpty)
            {
                return _message.IsEmpty ? NextAsync() : new(Part(buffer));
            }

            throw new InvalidOperationException("A receive with a buffer came before the message was announced.");
        }

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            _ready.TrySetResult();
            return Task.CompletedTask;
        }

        private ValueWebSocketReceiveResult Part(Memory<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _message.Length);
            _message[..count].CopyTo(buffer);
            _message = _message[count..];
            return new(count, WebSocketMessageType.Text, _message.IsEmpty && count > 0);
        }

        private ValueTask<ValueWebSocketReceiveResult> NextAsync()
        {
            if (_sent == 0)
            {
                return WaitForReadyAsync();
            }

            if (_sent == Warm)
            {
                _start = GC.GetAllocatedBytesForCurrentThread();
            }

            if (_sent == Warm + Counted)
            {
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _start;
            }

            if (_sent > Warm + Counted)
            {
                return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
            }

            _sent++;
            _message = audio;
            return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Text, false));
        }

        private async ValueTask<ValueWebSocketReceiveResult> WaitForReadyAsync()
        {
            await _ready.Task;
            _sent++;
            _message = audio;
            return new(0, WebSocketMessageType.Text, false);
        }
    }

    private sealed class OneRecognizer(ISpeechRecognizer recognizer) : Parley.Speech.ISpeechEngines
    {
        private readonly ScriptedSpeechEngines _others = new();

        public ISpeechRecognizer Recognizer => recognizer;

        public IReadOnlyList<Parley.Speech.Synthesis.Voice> Voices => _others.Voices;

        public Parley.Speech.Synthesis.Voice DefaultVoice => _others.DefaultVoice;

        public bool TryGetVoice(string voiceId, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Parley.Speech.Synthesis.Voice voice) => _others.TryGetVoice(voiceId, out voice);

        public bool TryGetRecognizer(string modelId, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out ISpeechRecognizer found) => _others.TryGetRecognizer(modelId, out found);

        public Parley.Speech.Synthesis.ISpeechSynthesizer GetSynthesizer(Parley.Speech.Synthesis.Voice voice) => _others.GetSynthesizer(voice);

        public Parley.Speech.VoiceActivity.IVoiceActivityDetector CreateVoiceActivityDetector() => _others.CreateVoiceActivityDetector();

        public ValueTask<IReadOnlyList<Parley.Speech.EngineReport>> InspectAsync(CancellationToken cancellationToken = default) => _others.InspectAsync(cancellationToken);
    }

    private sealed class CountingRecognizer : ISpeechRecognizer, IRecognitionStream
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _samples;

        public long Samples => Interlocked.Read(ref _samples);

        public string Id => "counting";

        public IReadOnlyList<string> Languages => ["en-US"];

        public int SampleRate => 16_000;

        public string Language => "en-US";

        public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default) => new(this);

        public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref _samples, samples.Length);
            return default;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask CancelAsync(CancellationToken cancellationToken = default) => default;

        public async IAsyncEnumerable<RecognitionEvent> ReadEventsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await _disposed.Task.WaitAsync(cancellationToken);
            yield break;
        }

        public ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return default;
        }
    }
}
