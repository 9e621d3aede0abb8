using Parley.Audio.Resampling;
using Parley.Devices.Native;

namespace Parley.Devices.Echo;

/// <summary>The speaker's side of an echo canceller: brings what is played to the canceller's rate.</summary>
internal sealed class EchoReference
{
    private readonly EchoCanceller _echo;
    private readonly Resampler? _resampler;
    private readonly short[] _resampled;

    public EchoReference(EchoCanceller echo, int sampleRate)
    {
        _echo = echo;
        _resampler = DeviceStream.ResamplerBetween(sampleRate, echo.Format.SampleRate);
        _resampled = _resampler is null ? [] : new short[_resampler.MaxOutputLength(sampleRate / 50)];
    }

    /// <summary>At most 20 ms.</summary>
    public void Add(ReadOnlySpan<short> samples) =>
        _echo.Played(_resampler is null ? samples : _resampled.AsSpan(0, _resampler.Process(samples, _resampled)));
}
