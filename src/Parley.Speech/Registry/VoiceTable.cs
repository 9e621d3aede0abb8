using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Parley.Speech.Engines.ScriptSwitching;
using Parley.Speech.Failover;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Registry;

/// <summary>Every voice by id: native ones and aliases, each with who speaks it. Immutable.</summary>
internal sealed class VoiceTable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<ISpeechSynthesizer> _synthesizers;

    public VoiceTable(IReadOnlyList<ISpeechSynthesizer> synthesizers, SpeechOptions options, ILogger logger)
    {
        _synthesizers = synthesizers;
        foreach (var synthesizer in _synthesizers)
        {
            AddVoices(synthesizer, logger);
        }

        foreach (var bilingual in options.BilingualVoices)
        {
            AddBilingual(bilingual, logger);
        }

        foreach (var (alias, targets) in options.VoiceAliases)
        {
            AddAlias(alias, targets, logger);
        }

        All = [.. _entries.Values.Select(e => e.Voice).OrderBy(v => v.Id, StringComparer.Ordinal)];
        Default = DefaultOf(options);
    }

    /// <summary>All voices, ordered by id.</summary>
    public IReadOnlyList<Voice> All { get; }

    /// <summary>The default voice; null when there is none at all.</summary>
    public Voice? Default { get; }

    public bool TryGet(string id, [MaybeNullWhen(false)] out Voice voice)
    {
        voice = _entries.TryGetValue(id, out var entry) ? entry.Voice : null;
        return voice is not null;
    }

    /// <summary>Who speaks <paramref name="voice"/>: its own engine, then from each other engine its best voice of the same language.</summary>
    public IReadOnlyList<SynthesisCandidate> Candidates(Voice voice)
    {
        var own = _entries[voice.Id];
        var candidates = new List<SynthesisCandidate> { new(own.Synthesizer, own.NativeId) };
        foreach (var other in _synthesizers.Where(s => s != own.Synthesizer))
        {
            var standIn = other.Voices.Where(v => Language.Same(v.PrimaryLocale, voice.PrimaryLocale))
                .OrderByDescending(v => Language.SameTag(v.PrimaryLocale, voice.PrimaryLocale))
                .ThenByDescending(v => v.Gender == voice.Gender)
                .FirstOrDefault();
            if (standIn is not null)
            {
                candidates.Add(new SynthesisCandidate(other, standIn.Id));
            }
        }

        return candidates;
    }

    private void AddVoices(ISpeechSynthesizer synthesizer, ILogger logger)
    {
        foreach (var voice in synthesizer.Voices)
        {
            if (!_entries.TryAdd(voice.Id, new Entry(voice, synthesizer, voice.Id)))
            {
                RegistryLog.VoiceIdTaken(logger, voice.Id, synthesizer.Id);
            }
        }
    }

    private void AddBilingual(BilingualVoiceOptions options, ILogger logger)
    {
        if (Part(options.HanVoice) is { } han && Part(options.LatinVoice) is { } latin)
        {
            AddVoices(new ScriptSwitchingSynthesizer(options, han.Synthesizer, han.Voice, latin.Synthesizer, latin.Voice), logger);
            return;
        }

        RegistryLog.VoiceLeftOut(logger, options.Id, $"{options.HanVoice} and {options.LatinVoice}");

        // A variant ("espeak-cmn+f2") is not listed; the voice it varies is.
        Entry? Part(string id) => _entries.GetValueOrDefault(id.Split('+', 2)[0]);
    }

    private void AddAlias(string alias, IReadOnlyList<string> targets, ILogger logger)
    {
        if (_entries.ContainsKey(alias))
        {
            RegistryLog.VoiceIdTaken(logger, alias, "alias");
            return;
        }

        foreach (var target in targets)
        {
            if (_entries.TryGetValue(target, out var entry))
            {
                _entries[alias] = entry with { Voice = entry.Voice with { Id = alias } };
                return;
            }
        }

        RegistryLog.AliasLeftOut(logger, alias, string.Join(", ", targets));
    }

    private Voice? DefaultOf(SpeechOptions options)
    {
        if (options.DefaultVoice is null)
        {
            return _synthesizers.SelectMany(s => s.Voices).FirstOrDefault();
        }

        return TryGet(options.DefaultVoice, out var voice)
            ? voice
            : throw new ArgumentException($"{nameof(SpeechOptions.DefaultVoice)} is '{options.DefaultVoice}', which no engine here has; 'parley voices' lists them.");
    }

    private sealed record Entry(Voice Voice, ISpeechSynthesizer Synthesizer, string NativeId);
}
