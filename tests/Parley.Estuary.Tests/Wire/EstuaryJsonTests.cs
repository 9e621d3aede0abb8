using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Estuary.Wire;

namespace Parley.Estuary.Tests.Wire;

/// <summary>What peers send is read in every spelling; what is sent is ASCII and says no more than it must.</summary>
public sealed class EstuaryJsonTests
{
    [Theory]
    [InlineData("""{"text":"Hi","textOnly":true}""")]
    [InlineData("""{"text_only":true,"text":"Hi"}""")]
    [InlineData("""{"text":"Hi","textOnly":"true","unknown":{"a":[1]} }""")]
    public void A_text_is_read_in_both_spellings(string json)
    {
        var message = Read(json, EstuaryJsonContext.Default.TextMessage);
        message.Text.ShouldBe("Hi");
        message.TextOnly.ShouldBe(true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_missing_payload_is_an_empty_object(string json) =>
        Read(json, EstuaryJsonContext.Default.StartVoiceMessage).TurnMode.ShouldBeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\":")]
    [InlineData("""{"text":{"a":1}}""")]
    public void What_is_no_message_is_refused(string json) =>
        Should.Throw<JsonException>(() => Read(json, EstuaryJsonContext.Default.TextMessage));

    [Fact]
    public void Credentials_and_capabilities_have_their_defaults()
    {
        var message = Read("""{"apiKey":"est_x","character_id":"c","playerId":"p","token":"","capabilities":{"camera":false} }""", EstuaryJsonContext.Default.AuthenticateMessage);
        message.ApiKey.ShouldBe("est_x");
        message.PlayerId.ShouldBe("p");
        message.HasCredential.ShouldBeTrue();
        message.Capabilities!.Camera.ShouldBeFalse();
        message.Capabilities.Microphone.ShouldBeTrue();
        message.Capabilities.ClientAction.ShouldBeFalse();
        message.ToString().ShouldNotContain("est_x");
    }

    [Fact]
    public void The_partial_of_a_reply_is_text_or_a_flag()
    {
        Read("""{"partial":"more"}""", EstuaryJsonContext.Default.BotResponseMessage).Partial.Text.ShouldBe("more");
        Read("""{"partial":true}""", EstuaryJsonContext.Default.BotResponseMessage).Partial.Flag.ShouldBe(true);
        Written(new BotResponseMessage { Text = "a", Partial = new PartialText(null, false), MessageId = "m" }, EstuaryJsonContext.Default.BotResponseMessage)
            .ShouldContain("\"partial\":false");
    }

    [Fact]
    public void Audio_is_plain_base64_and_other_letters_are_escaped()
    {
        var voice = Written(new BotVoiceMessage { Audio = [0, 255, 127], MessageId = "msg_1", SampleRate = 16_000, IsFinal = true }, EstuaryJsonContext.Default.BotVoiceMessage);
        voice.ShouldContain("\"audio\":\"AP9/\"");
        voice.ShouldNotContain("is_livekit");
        Written(new BotResponseMessage { Text = "é 你" }, EstuaryJsonContext.Default.BotResponseMessage).All(char.IsAscii).ShouldBeTrue();
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type)
        where T : class, new() => EstuaryJson.Read(Encoding.UTF8.GetBytes(json), type);

    private static string Written<T>(T message, JsonTypeInfo<T> type) => JsonSerializer.Serialize(message, type);
}
