using System.Text;
using System.Text.Json;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Wire;

/// <summary>What real clients send, quirks included.</summary>
public sealed class ReadClientTests
{
    [Fact]
    public void The_type_may_stand_anywhere_in_any_case_and_unknown_fields_are_ignored()
    {
        var send = Read<SendMessage>("""{"text":"Hi","invocationId":"7","sessionId":"{5F0C6C1E-8A55-4A51-9D0F-3C7F2F6F2A10}","$type":"SEND","doReply":false}""");
        send.Text.ShouldBe("Hi");
        send.DoReply.ShouldBeFalse();
        send.DoContinue.ShouldBeTrue();
        send.SessionId.ShouldBe(new Guid("5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10"));
        send.Role.ShouldBe(ChatMessageRole.User);
    }

    [Fact]
    public void Booleans_and_numbers_may_be_strings()
    {
        Read<SendMessage>("""{"$type":"send","doReply":"False"}""").DoReply.ShouldBeFalse();
        var start = Read<SpeechPlaybackStartMessage>("""{"$type":"speechPlaybackStart","duration":"1.234","startIndex":"3","endIndex":17.0,"isNarration":0}""");
        start.Duration.ShouldBe(1.234);
        start.StartIndex.ShouldBe(3);
        start.EndIndex.ShouldBe(17);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"")]
    public void An_empty_optional_id_is_absent(string id) =>
        Read<SendMessage>($$"""{"$type":"send","sessionId":{{id}}}""").SessionId.ShouldBeNull();

    [Theory]
    [InlineData("\"secret\"")]
    [InlineData("8")]
    [InlineData("\"8\"")]
    public void A_role_comes_by_name_or_number(string role) =>
        Read<SendMessage>($$"""{"$type":"send","role":{{role}}}""").Role.ShouldBe(ChatMessageRole.Secret);

    [Fact]
    public void Arguments_come_as_pairs_or_as_an_object()
    {
        var expected = new[] { new ActionArgument { Name = "n", Value = "1" }, new ActionArgument { Name = "s", Value = "x" } };
        Read<TriggerActionMessage>("""{"$type":"triggerAction","value":"wave","arguments":{"n":1,"s":"x"}}""").Arguments.ShouldBe(expected);
        Read<TriggerActionMessage>("""{"$type":"triggerAction","value":"wave","arguments":[{"name":"n","value":1},{"name":"s","value":"x"}]}""").Arguments.ShouldBe(expected);
    }

    [Theory]
    [InlineData("updateMessage", typeof(UpdateMessage))]
    [InlineData("subscribeTo", typeof(SubscribeToChatMessage))]
    [InlineData("unsubscribeFrom", typeof(UnsubscribeFromChatMessage))]
    [InlineData("fulfillUserInteraction", typeof(FulfillUserInteractionRequestMessage))]
    [InlineData("addParticipant", typeof(AddChatParticipantMessage))]
    [InlineData("removeParticipant", typeof(RemoveChatParticipantMessage))]
    [InlineData("suggest", typeof(RequestSuggestionsMessage))]
    [InlineData("pause", typeof(PauseMessage))]
    public void Older_names_are_understood(string name, Type type) =>
        VoxtaWire.ReadClient(Encoding.UTF8.GetBytes($$"""{"$type":"{{name}}"}"""), out _).ShouldBeOfType(type);

    [Fact]
    public void Context_text_may_be_called_content()
    {
        var update = Read<UpdateContextMessage>("""{"$type":"updateContext","contexts":[{"name":"Location","content":"mill"},{"text":"rain"}],"actions":[{"name":"wave","timing":2,"arguments":[{"name":"who","type":"String","required":true}]}]}""");
        update.Contexts![0].Content.ShouldBe("mill");
        update.Contexts[1].Text.ShouldBe("rain");
        update.Actions![0].Timing.ShouldBe(FunctionTiming.AfterAssistantMessage);
        update.Actions[0].Arguments![0].Required.ShouldBe(true);
        update.Events.ShouldBeNull();
    }

    [Fact]
    public void An_unknown_type_is_no_message()
    {
        VoxtaWire.ReadClient("""{"$type":"dance"}"""u8, out var type).ShouldBeNull();
        type.ShouldBe("dance");
        VoxtaWire.ReadClient("{}"u8, out type).ShouldBeNull();
        type.ShouldBe("");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"$type\":\"send\",\"text\":5}")]
    [InlineData("{\"$type\":\"send\",\"doReply\":\"perhaps\"}")]
    [InlineData("{\"$type\":\"speechPlaybackStart\",\"startIndex\":1.5}")]
    [InlineData("{\"$type\":\"send\",\"role\":77}")]
    public void A_wrong_field_is_refused(string json) =>
        Should.Throw<JsonException>(() => VoxtaWire.ReadClient(Encoding.UTF8.GetBytes(json), out _));

    private static T Read<T>(string json)
        where T : ClientMessage =>
        VoxtaWire.ReadClient(Encoding.UTF8.GetBytes(json), out _).ShouldBeOfType<T>();
}
