using Parley.Server.Settings;

namespace Parley.Server.Tests.Voxta;

/// <summary>The section <c>voxta</c> of the settings.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("All", new[] { "User", "Assistant" })]
    [InlineData("AssistantOnly", new[] { "Assistant" })]
    [InlineData("Off", new string[0])]
    public async Task Stored_messages_are_told_again_as_the_setting_says(string policy, string[] roles)
    {
        await using var voxta = await StartAsync("messageEvents", policy);
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var told = new List<string>();
        await socket.TypesUntilAsync(e =>
        {
            if (HubSocket.Type(e) == "message")
            {
                told.Add(e.GetProperty("role").GetString()!);
            }

            return HubSocket.IsWaiting(e);
        });
        told.ShouldBe(roles);
    }

    [Theory]
    [InlineData("messageEvents", "Sometimes")]
    [InlineData("audioOutputRate", "96000")]
    public async Task A_wrong_setting_is_named_at_the_start(string name, string value)
    {
        var error = await Should.ThrowAsync<SettingsException>(() => StartAsync(name, value));
        error.Message.ShouldContain("voxta");
    }

    private static Task<VoxtaFixture> StartAsync(string name, string value) => VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { [$"voxta:{name}"] = value });
}
