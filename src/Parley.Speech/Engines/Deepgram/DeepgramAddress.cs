using System.Globalization;
using System.Text;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>The address of a live connection: all settings are in its query.</summary>
internal static class DeepgramAddress
{
    public static Uri Of(DeepgramOptions engine, UtteranceOptions options)
    {
        var query = new StringBuilder($"encoding=linear16&sample_rate={IUtteranceDecoder.SampleRate}&channels=1");
        Add(query, "model", options.Model ?? engine.Model);
        Add(query, "language", options.Language ?? engine.Language);
        Add(query, "interim_results", options.Partials ? "true" : "false");
        Add(query, "punctuate", engine.Punctuate ? "true" : "false");
        Add(query, "endpointing", options.Silence is { } silence
            ? ((int)silence.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)
            : "false");
        foreach (var term in options.KeyTerms)
        {
            Add(query, "keyterm", term);
        }

        var root = new UriBuilder(engine.BaseUrl);
        root.Scheme = root.Scheme is "http" or "ws" ? "ws" : "wss";
        root.Path = root.Path.TrimEnd('/') + "/listen";
        root.Query = query.ToString();
        return root.Uri;
    }

    private static void Add(StringBuilder query, string name, string value) =>
        query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
