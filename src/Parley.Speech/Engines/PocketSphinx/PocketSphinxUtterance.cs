using System.Text;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>One utterance on a leased decoder.</summary>
internal sealed class PocketSphinxUtterance : IUtteranceDecoder
{
    private const int FrameMilliseconds = 10;

    private readonly DecoderPool _pool;
    private readonly PocketSphinxDecoder _decoder;
    private readonly float[] _mean;
    private State _state;

    /// <summary>Begins the utterance.</summary>
    /// <param name="pool">Where the decoder goes back to.</param>
    /// <param name="decoder">The leased decoder.</param>
    /// <param name="mean">The speaker's cepstral mean; brought up to date when words were heard.</param>
    public PocketSphinxUtterance(DecoderPool pool, PocketSphinxDecoder decoder, float[] mean)
    {
        _pool = pool;
        _decoder = decoder;
        _mean = mean;
        decoder.Start(mean);
    }

    private enum State
    {
        Open,
        Ended,
        Returned,
    }

    public void Accept(ReadOnlySpan<short> samples) => _decoder.Process(samples);

    public string? ReadPartial() => _decoder.ReadChangedHypothesis() is { } hypothesis ? PocketSphinxText.Clean(hypothesis) : null;

    public ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _state = State.Ended;
        _decoder.End();
        var decoded = Read(_decoder.ReadSegments());
        if (decoded is not null)
        {
            _decoder.ReadMean(_mean);
        }

        return new(decoded);
    }

    public ValueTask DisposeAsync()
    {
        if (_state != State.Returned)
        {
            if (_state == State.Open && _decoder.IsHealthy)
            {
                End();
            }

            _state = State.Returned;
            _pool.Return(_decoder);
        }

        return ValueTask.CompletedTask;
    }

    private DecodedUtterance? Read(List<PocketSphinxSegment> segments)
    {
        var words = new List<RecognizedWord>(segments.Count);
        var text = new StringBuilder();
        var posteriors = 0.0;
        var frames = 0;
        foreach (var segment in segments)
        {
            if (segment.IsFiller)
            {
                continue;
            }

            PocketSphinxText.Append(text, segment.Word);
            posteriors += segment.Posterior;
            frames += segment.Length;
            words.Add(new(PocketSphinxText.Word(segment.Word), Time(segment.Start), Time(segment.Length), segment.Posterior));
        }

        if (words.Count == 0)
        {
            return null;
        }

        var confidence = posteriors / words.Count;
        return NoiseHypothesis.IsLikely(words, frames, confidence, _decoder.CountPhones)
            ? null
            : new DecodedUtterance(text.ToString(), confidence, words);
    }

    private void End()
    {
        try
        {
            _decoder.End();
        }
        catch (EngineException)
        {
            // The pool throws an unhealthy decoder away.
        }
    }

    private static TimeSpan Time(int frames) => TimeSpan.FromMilliseconds(frames * FrameMilliseconds);
}
