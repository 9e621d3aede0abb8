using System.Net;
using System.Text.Json;
using Parley.VoxNexus;

namespace Parley.Cli;

/// <summary>The voice that speaks when none is named.</summary>
internal static class VoiceChoice
{
    /// <summary>The first voice of a language, else the server's own default, else its first voice.</summary>
    public static async Task<string> FindAsync(ServerConnection server, string? language, CancellationToken cancellationToken)
    {
        if (language is null && await DefaultAsync(server, cancellationToken).ConfigureAwait(false) is { } voice)
        {
            return voice;
        }

        using var client = new VoxNexusRestClient(new VoxNexusRestOptions { ServerUrl = server.Address, ApiKey = server.Key });
        var page = await client.ListVoicesAsync(new VoiceQuery { Language = language, PageSize = 1 }, cancellationToken).ConfigureAwait(false);
        return page.Voices.Count > 0
            ? page.Voices[0].VoiceId
            : throw new ArgumentException(language is null
                ? "The server has no voices; 'parley doctor' says what would give it some."
                : $"The server has no voice for the language '{language}'; 'parley voices' lists what it has.");
    }

    // Only Parley servers answer this.
    private static async Task<string?> DefaultAsync(ServerConnection server, CancellationToken cancellationToken)
    {
        using var http = server.CreateHttpClient();
        using var answer = await http.GetAsync(new Uri("api/server", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        using var facts = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        return facts.RootElement.TryGetProperty("defaultVoice", out var voice) ? voice.GetString() : null;
    }
}
