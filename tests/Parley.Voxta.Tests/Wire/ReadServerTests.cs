using System.Text.Json;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Wire;

public sealed class ReadServerTests
{
    [Fact]
    public void The_least_chat_started_is_understood()
    {
        var started = VoxtaWire.ReadServer("""
            {"$type":"chatStarted","sessionId":"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10","chatId":"11111111-1111-1111-1111-111111111111","user":{"id":"22222222-2222-2222-2222-222222222222","name":"Ann"},
             "characters":[{"id":"33333333-3333-3333-3333-333333333333","name":"Rex"}],"services":{"textGen":{"serviceName":"Default","serviceId":"1"}},"messages":[],
             "context":{"$type":"contextUpdated","flags":[],"characters":[],"roles":{}}}
            """u8).ShouldBeOfType<ChatStarted>();
        started.Characters[0].Name.ShouldBe("Rex");
        started.User.Name.ShouldBe("Ann");
        started.Services.SpeechToText.ShouldBeNull();
        started.Context.Flags.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_type_keeps_its_payload()
    {
        var unknown = VoxtaWire.ReadServer("""{"x":1,"$type":"animationPlay"}"""u8).ShouldBeOfType<UnknownServerMessage>();
        unknown.Type.ShouldBe("animationPlay");
        unknown.Payload.GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Fields_of_another_shape_keep_the_payload_too() =>
        VoxtaWire.ReadServer("""{"$type":"chatPaused","paused":{"a":1}}"""u8).ShouldBeOfType<UnknownServerMessage>().Type.ShouldBe("chatPaused");

    [Fact]
    public void A_role_of_a_newer_server_keeps_its_name() =>
        VoxtaWire.ReadServer("""{"$type":"update","messageId":"a","role":"Oracle"}"""u8).ShouldBeOfType<MessageUpdated>().Role.Name.ShouldBe("Oracle");

    [Fact]
    public void What_is_no_object_is_refused() =>
        Should.Throw<JsonException>(() => VoxtaWire.ReadServer("[1]"u8));
}
