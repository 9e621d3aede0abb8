using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Sessions;
using Parley.Server.Scripts;
using Parley.Server.Voxta;
using Parley.Server.Voxta.Sessions;
using Parley.Testing;
using Parley.Voxta.Wire;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Server.Tests.Voxta;

/// <summary>What is told only to some: to inspectors, to those who handle triggers, of messages by policy (specification §3.3, §3.5, §3.6).</summary>
public sealed class InspectorTests
{
    [Fact]
    public async Task That_nothing_was_chosen_in_a_layer_is_told_to_inspectors_only()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, _) = await voxta.ChatAsync();
        var inspector = await voxta.AppAsync(client: "Inspector");
        await inspector.InvokeAsync($$"""{"$type":"inspect","sessionId":"{{session}}","enabled":true}""");
        await inspector.NextAsync("inspectorEnabled");
        await owner.InvokeAsync($$"""{"$type":"updateContext","sessionId":"{{session}}","actions":[{"name":"dance","layer":"body","description":"Dances","timing":"AfterUserMessage"}]}""");
        await owner.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var nothing = await inspector.NextAsync("action");
        nothing.GetProperty("value").GetString().ShouldBe("");
        nothing.GetProperty("layer").GetString().ShouldBe("body");
        nothing.GetProperty("role").GetString().ShouldBe("User");
        (await owner.TypesUntilAsync(HubSocket.IsWaiting)).ShouldNotContain("action");
    }

    [Fact]
    public async Task A_queued_trigger_does_not_wait_for_an_app_that_has_gone()
    {
        // A clock that stands: nothing here comes from a deadline.
        var time = new FakeTimeProvider();
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddScriptChild().AddSingleton<TimeProvider>(time));
        var (owner, session, _) = await voxta.ChatAsync();
        var watcher = await voxta.AppAsync(client: "Watcher");
        await watcher.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await watcher.NextAsync("chatStarted");
        await owner.InvokeAsync($$"""{"$type":"runScript","sessionId":"{{session}}","script":"chat.queueAppTrigger('One'); chat.queueAppTrigger('Two'); chat.queueAppTrigger('Three');"}""");
        (await watcher.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("One");
        await owner.CloseAsync();
        (await watcher.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("Two");
        (await watcher.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("Three");

        // Nor is one waited for that comes while nobody is there.
        await watcher.InvokeAsync($$"""{"$type":"runScript","sessionId":"{{session}}","script":"chat.queueAppTrigger('Four'); chat.queueAppTrigger('Five');"}""");
        (await watcher.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("Four");
        (await watcher.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("Five");
    }

    [Theory]
    [InlineData("All", MessageRole.User, false, true)]
    [InlineData("All", MessageRole.Secret, false, false)]
    [InlineData("All", MessageRole.Event, false, true)]
    [InlineData("AssistantOnly", MessageRole.Assistant, false, true)]
    [InlineData("AssistantOnly", MessageRole.Event, true, true)]
    [InlineData("AssistantOnly", MessageRole.Event, false, false)]
    [InlineData("AssistantOnly", MessageRole.User, false, false)]
    [InlineData("Off", MessageRole.Assistant, false, false)]
    public void Which_messages_are_told_a_second_time_is_the_policys(string policy, MessageRole role, bool isNarration, bool isTold)
    {
        var chat = new Chat { Id = Guid.NewGuid(), Player = new Player(TenantId.Local, PlayerId.Default), Created = DateTimeOffset.UnixEpoch, Participants = [] };
        var output = new List<ServerMessage>();
        var mapper = new SessionEventMapper(
            new SessionView
            {
                SessionId = Guid.NewGuid(),
                ChatId = chat.Id,
                Player = chat.Player,
                UserId = Guid.NewGuid(),
                Client = "Test",
                MessageEvents = Enum.Parse<MessageEventPolicy>(policy),
                Configuration = static _ => new ChatConfiguration(),
            },
            new SessionSnapshot { Chat = chat, PlayerName = "Ann", Participants = [], Messages = [], Context = new ContextSnapshot(), Flow = FlowState.WaitingForUserInput },
            output);
        mapper.Map(new MessageStored(new ChatMessage { Id = Guid.NewGuid(), ChatId = chat.Id, Sequence = 1, Timestamp = DateTimeOffset.UnixEpoch, Role = role, Text = "It rains.", IsNarration = isNarration }));
        output[0].ShouldBeOfType<MessageUpdated>().Text.ShouldBe("It rains.");
        output.OfType<MessageReceived>().Any().ShouldBe(isTold);
    }
}
