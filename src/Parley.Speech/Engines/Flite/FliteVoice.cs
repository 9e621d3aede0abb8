using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Flite;

/// <summary>A loaded voice. Its data is only read, so any number of threads may speak it.</summary>
internal sealed unsafe class FliteVoice
{
    /// <summary>A copy of the voice's database that takes F0 targets; null where the voice takes them anyway.</summary>
    private readonly FliteNative.ClusterGenVoice* _targetable;

    public FliteVoice(FliteVoiceDefinition definition, FliteNative.Voice* native)
    {
        Definition = definition;
        Native = native;
        DurationStretch = FliteNative.GetFloat(native->Features, "duration_stretch", 1);
        var database = FliteNative.GetValue(native->Features, "cg_db", 0);
        IsStatistical = database != 0;
        if (IsStatistical && FliteNative.ToClusterGen(database) is var voice && voice->UsesSpamF0 != 0)
        {
            TakesF0Targets = IsKnownLayout(voice);
            if (TakesF0Targets)
            {
                _targetable = (FliteNative.ClusterGenVoice*)NativeMemory.Alloc((nuint)sizeof(FliteNative.ClusterGenVoice));
                *_targetable = *voice;
                _targetable->UsesSpamF0 = 0;
            }
        }
    }

    public FliteVoiceDefinition Definition { get; }

    public FliteNative.Voice* Native { get; }

    /// <summary>The voice's own factor on durations.</summary>
    public float DurationStretch { get; }

    /// <summary>Statistical voices stream frame by frame; the diphone voice by pitch period.</summary>
    public bool IsStatistical { get; }

    private bool TakesF0Targets { get; } = true;

    /// <summary>Sets the F0 of an utterance that has been initialised with this voice.</summary>
    /// <param name="utterance">The utterance.</param>
    /// <param name="pitch">Factor on the mean.</param>
    /// <param name="range">Factor on the deviation, beside <paramref name="pitch"/>.</param>
    public void SetF0(FliteNative.Utterance* utterance, float pitch, float range)
    {
        if (!TakesF0Targets)
        {
            return;
        }

        fixed (byte* mean = "int_f0_target_mean\0"u8, deviation = "int_f0_target_stddev\0"u8, database = "cg_db\0"u8)
        {
            FliteNative.SetFloat(utterance->Features, mean, Definition.MeanF0 * pitch);
            FliteNative.SetFloat(utterance->Features, deviation, Definition.DeviationF0 * pitch * range);
            if (_targetable != null)
            {
                FliteNative.SetValue(utterance->Features, database, FliteNative.ClusterGenValue(_targetable));
            }
        }
    }

    /// <summary>Another version may have another layout: then the voice keeps its own pitch.</summary>
    private static bool IsKnownLayout(FliteNative.ClusterGenVoice* voice) =>
        voice->SampleRate == FliteVoiceDefinition.SampleRate && voice->MeanF0 is > 50 and < 400 && voice->DeviationF0 is > 1 and < 100
        && voice->UsesSpamF0 == 1 && voice->Freeable == 0;
}
