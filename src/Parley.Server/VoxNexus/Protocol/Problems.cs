using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>Gathers what is wrong with a message. The error is the first in the order of the specification's tables; the others are its details.</summary>
internal sealed class Problems
{
    private const int MaxDetails = 20;

    private static readonly string[] TableOrder =
    [
        "text", "voice_id", "language", "format", "sample_rate", "enable_timestamps", "enable_language_detection", "model_id", "enable_llm_transform",
        "llm_prompt", "llm_mode", "llm_model_id", "llm_max_tokens", "speed", "pitch", "volume", "voice_config", "ssml",
    ];

    /// <summary>For the wire's own readers, which add wrong types.</summary>
    public List<WireProblem> All { get; } = [];

    public void Add(VoxNexusErrorCode code, string message, string field) => All.Add(new WireProblem(code, message, field));

    /// <summary>Whether a field is wrong already, so that nothing more need be said of it.</summary>
    public bool Has(string field) => All.Exists(p => p.Field == field);

    /// <summary>The error to send; null when nothing is wrong.</summary>
    public ApiError? ToError()
    {
        if (All.Count == 0)
        {
            return null;
        }

        var ordered = All.OrderBy(p => Position(p.Field)).DistinctBy(p => p.Field).ToList();
        var others = ordered.Skip(1).Take(MaxDetails).Select(p => p.Message).ToList();
        return new ApiError(ordered[0].Code, ordered[0].Message, others.Count == 0 ? null : string.Join("; ", others));
    }

    private static int Position(string? field)
    {
        var index = Array.FindIndex(TableOrder, name => field == name || (field?.StartsWith(name + ".", StringComparison.Ordinal) ?? false));
        return index < 0 ? TableOrder.Length : index;
    }
}
