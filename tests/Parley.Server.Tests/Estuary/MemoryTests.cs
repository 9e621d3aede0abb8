namespace Parley.Server.Tests.Estuary;

/// <summary><c>memory_updated</c>: after each answer for who asked for it, else when the conversation ends (specification §3).</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task In_realtime_what_was_learned_follows_the_answer()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Nice to meet you.";
        var client = await fixture.ConnectAsync(more: ",\"realtime_memory\":true");
        await client.EmitAsync("text", """{"text":"My name is Ann. I live in Oslo.","textOnly":true}""");
        var updated = await client.FindAsync("memory_updated");
        updated.GetProperty("agent_id").GetString().ShouldBe(EstuaryFixture.Character.ToString());
        updated.GetProperty("player_id").GetString().ShouldBe("ann");
        updated.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        updated.GetProperty("timestamp").GetString().ShouldEndWith("Z");
        var memories = updated.GetProperty("new_memories").EnumerateArray().ToList();
        updated.GetProperty("memories_extracted").GetInt32().ShouldBe(memories.Count);
        updated.GetProperty("facts_extracted").GetInt32().ShouldBe(2);
        memories.Select(m => m.GetProperty("content").GetString()).ShouldBe(["The user's name is Ann.", "The user lives in Oslo."], ignoreOrder: true);
        memories.ShouldAllBe(m => m.GetProperty("status").GetString() == "active" && m.GetProperty("playerId").GetString() == "ann");

        // Nothing new: nothing is told.
        await client.EmitAsync("text", """{"text":"What is my name?","textOnly":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        (await client.AskAsync("update_preferences")).ShouldNotContain(e => e[0].GetString() == "memory_updated");
    }

    [Fact]
    public async Task Otherwise_it_is_told_before_the_session_ends()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Nice to meet you.";
        var client = await fixture.ConnectAsync();
        var watcher = await fixture.ConnectAsync(more: ",\"realtime_memory\":true");
        await client.EmitAsync("text", """{"text":"My name is Ann.","textOnly":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await watcher.FindAsync("memory_updated");
        await watcher.DisposeAsync();
        await fixture.PassAsync(client, TimeSpan.FromSeconds(601));
        (await client.EventAsync("memory_updated")).GetProperty("memories_extracted").GetInt32().ShouldBe(1);
        await client.EventAsync("session_timeout");
        (await client.NextPacketAsync()).ShouldBe("41/sdk,");
    }

    [Fact]
    public async Task What_one_player_told_no_other_hears()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Nice to meet you.";
        var ann = await fixture.ConnectAsync(more: ",\"realtime_memory\":true");
        var bob = await fixture.ConnectAsync("bob", ",\"realtime_memory\":true");
        await ann.EmitAsync("text", """{"text":"My name is Ann.","textOnly":true}""");
        await ann.FindAsync("memory_updated");
        (await bob.AskAsync("update_preferences")).ShouldBeEmpty();
    }
}
