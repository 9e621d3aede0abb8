using Parley.Audio.Levels;

namespace Parley.Devices.Echo;

/// <summary>
/// Turns down what is left of an echo in frames that were nothing but echo: where cancelling took away all but a fiftieth of the power
/// nobody was talking. A talker, even at a tenth of the echo's power, passes untouched. While the filter has not yet adapted it is
/// closed whenever the speaker sounds.
/// </summary>
internal sealed class ResidualGate
{
    private const float EchoOnly = 0.02f;
    private const float Closed = 0.1f;

    // The filter adapts by what sounds, not by the clock: so many frames above -50 dBFS.
    private const int AdaptingFrames = 100;
    private const float Sounding = 0.003f;

    private float _gain = 1;
    private int _sounded;

    /// <summary>The filter has to adapt anew.</summary>
    public void Restart() => _sounded = 0;

    public void Apply(ReadOnlySpan<short> played, ReadOnlySpan<short> captured, Span<short> clean)
    {
        if (_sounded < AdaptingFrames && AudioLevel.Of(played).Rms > Sounding)
        {
            _sounded++;
        }

        var before = AudioLevel.Of(captured).Rms;
        var after = AudioLevel.Of(clean).Rms;
        var target = _sounded < AdaptingFrames ? 0 : after * after < EchoOnly * before * before ? Closed : 1f;
        if (target == 1f && _gain == 1f)
        {
            return;
        }

        // Over the whole frame, so that nothing clicks.
        var step = (target - _gain) / clean.Length;
        for (var i = 0; i < clean.Length; i++)
        {
            _gain += step;
            clean[i] = (short)(clean[i] * _gain);
        }

        _gain = target;
    }
}
