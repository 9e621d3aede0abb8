using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.EspeakNg;

/// <summary>One request being spoken by eSpeak NG, a process for each piece.</summary>
internal sealed class EspeakSpeech : PiecewiseSpeech
{
    /// <summary>eSpeak writes a canonical WAV header before the samples; the lengths in it mean nothing.</summary>
    private const int HeaderLength = 44;

    /// <summary>−50 dB of full scale: what is below it is the pause that every sentence ends with.</summary>
    private const short Quiet = 104;

    private readonly EspeakProcesses _processes;
    private readonly string _voice;
    private readonly EspeakProsody _prosody;
    private readonly string _text;
    private readonly IReadOnlyList<(string Piece, int Offset)> _pieces;
    private CancellationTokenSource? _stopping;
    private CancellationToken _stopped;
    private long _soundEnd;

    public EspeakSpeech(EspeakProcesses processes, string voice, EspeakProsody prosody, string text, IReadOnlyList<(string Piece, int Offset)> pieces)
        : base(pieces.Count, EspeakNgSynthesizer.SampleRate, prosody.Gain, holdsLastChunk: true)
    {
        _processes = processes;
        _voice = voice;
        _prosody = prosody;
        _text = text;
        _pieces = pieces;
    }

    /// <summary>Disposing takes the link to the engine's token away; a piece that still runs finds its own cancelled.</summary>
    protected override void OnStopped()
    {
        _stopping?.Cancel();
        _stopping?.Dispose();
    }

    protected override void Begin(int piece)
    {
        if (_stopping is null)
        {
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(_processes.Closing);
            _stopped = _stopping.Token;
        }

        _ = RunAsync(_pieces[piece], _stopped);
    }

    /// <summary>Ends in <see cref="PiecewiseSpeech.EndPiece"/> whatever happens.</summary>
    private async Task RunAsync((string Piece, int Offset) piece, CancellationToken cancellationToken)
    {
        EngineException? failure = null;
        try
        {
            await _processes.AcquireAsync(cancellationToken);
            try
            {
                await SpeakAsync(piece, cancellationToken);
            }
            finally
            {
                _processes.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = EspeakProcesses.Closed(); // Heard only by those who have not stopped listening.
        }
        catch (EngineException known)
        {
            failure = known;
        }
        catch (Exception unknown)
        {
            failure = new EngineException(EspeakProgram.EngineId, EngineFailure.Failed, "eSpeak NG broke while speaking.", unknown);
        }

        EndPiece(failure);
    }

    private async Task SpeakAsync((string Piece, int Offset) piece, CancellationToken cancellationToken)
    {
        using var process = EspeakProgram.Start(_processes.Options.Program, _prosody.Arguments(_voice));
        var isStalled = false;
        using var stall = _processes.TimeProvider.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isStalled, true);
                Kill(process);
            },
            null,
            _processes.Options.StallTimeout,
            Timeout.InfiniteTimeSpan);
        try
        {
            // A read that waits is ended through the process: its pipe closes with it.
            await using var onStop = cancellationToken.Register(static p => Kill((Process)p!), process);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await WriteTextAsync(process, piece.Piece);
            var origin = Taken;
            _soundEnd = origin;
            await ReadSamplesAsync(process, stall);
            cancellationToken.ThrowIfCancellationRequested();
            _ = await errors;
            await process.WaitForExitAsync(CancellationToken.None);
            if (Volatile.Read(ref isStalled))
            {
                throw new EngineException(EspeakProgram.EngineId, EngineFailure.Timeout, "eSpeak NG stopped answering.");
            }

            if (process.ExitCode != 0)
            {
                throw new EngineException(EspeakProgram.EngineId, EngineFailure.Failed, $"eSpeak NG ended with code {process.ExitCode}.");
            }

            AddWords(EstimatedWords.Share(_text, piece.Offset, piece.Piece.Length, Time(origin), Time(_soundEnd - origin)));
        }
        finally
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task WriteTextAsync(Process process, string piece)
    {
        try
        {
            // "[[" would begin phoneme mnemonics.
            await process.StandardInput.WriteAsync(SpeakableText.Clean(piece).Replace("[[", "[ [", StringComparison.Ordinal));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It died before it had read its text; the exit code and the missing samples tell.
        }
    }

    private async Task ReadSamplesAsync(Process process, ITimer stall)
    {
        var output = process.StandardOutput.BaseStream;
        var buffer = ArrayPool<byte>.Shared.Rent(8_192);
        try
        {
            var toSkip = HeaderLength;
            var held = 0;
            while (true)
            {
                var read = await output.ReadAsync(buffer.AsMemory(held), CancellationToken.None);
                stall.Change(_processes.Options.StallTimeout, Timeout.InfiniteTimeSpan);
                if (read == 0 || IsStopped)
                {
                    return;
                }

                var bytes = buffer.AsSpan(0, held + read);
                var skipped = Math.Min(toSkip, bytes.Length);
                toSkip -= skipped;
                bytes = bytes[skipped..];
                var samples = MemoryMarshal.Cast<byte, short>(bytes);
                Take(samples);
                var end = samples.LastIndexOfAnyExceptInRange((short)-Quiet, Quiet);
                if (end >= 0)
                {
                    _soundEnd = Taken - samples.Length + end + 1;
                }

                held = bytes.Length & 1;
                if (held == 1)
                {
                    buffer[0] = bytes[^1];
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    private TimeSpan Time(long samples) => TimeSpan.FromSeconds((double)samples / SampleRate);
}
