using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Conversation.Replies;
using Parley.Conversation.Replies.OpenAi;
using Parley.Conversation.Replies.Scripted;
using Parley.Server.Settings;

namespace Parley.Server.Conversations;

/// <summary>Who writes the replies, by the settings.</summary>
internal static class ReplyEngines
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The language model that <c>llm</c> names, else the scripted engine.</summary>
    /// <exception cref="SettingsException">The key cannot be read; or no model is named and the endpoint names none.</exception>
    public static IReplyEngine Create(ParleyOptions options, TimeProvider timeProvider)
    {
        if (options.Llm is not { } endpoint)
        {
            return new ScriptedReplyEngine();
        }

        var model = new OpenAiReplyOptions { Endpoint = endpoint, Model = options.LlmModel ?? "", ApiKey = Secret.Read(options.LlmKeyFile, "PARLEY_LLM_KEY") };
        return new OpenAiReplyEngine(model.Model.Length > 0 ? model : model with { Model = FirstModel(model) }, timeProvider);
    }

    // Servers with one model, as most on one's own machine, need not be told its name. Asked once, before the server listens.
    private static string FirstModel(OpenAiReplyOptions options)
    {
        using var client = new HttpClient { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.BaseAddress.ToString().TrimEnd('/') + "/models"));
        request.Headers.Authorization = options.ApiKey is null ? null : new AuthenticationHeaderValue("Bearer", options.ApiKey);
        try
        {
            using var answer = client.Send(request);
            answer.EnsureSuccessStatusCode();
            using var models = JsonDocument.Parse(answer.Content.ReadAsStream());
            return models.RootElement.GetProperty("data")[0].GetProperty("id").GetString() is { Length: > 0 } id
                ? id
                : throw new SettingsException($"llm: {options.Endpoint} names no model. Give one with llmModel.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new SettingsException($"llm: {options.Endpoint} did not say which models it has ({exception.Message}). Start it first, or name the model with llmModel.", exception);
        }
    }
}
