using System.Text;

namespace Parley.Server.Tests.Voxta;

/// <summary>Messages stay below what the Python client's WebSocket takes, however long the chat (specification §1.3).</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task A_long_chat_is_resumed_with_its_newest_messages()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        var filler = new string('ü', 30_000);
        for (var i = 0; i < 40; i++)
        {
            await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"{{i}} {{filler}}","doReply":false,"doUserActionInference":false,"doCharacterActionInference":false}""");
        }

        await socket.InvokeAsync("""{"$type":"stopChat"}""");
        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");

        // The socket of these tests fails on any message of a mebibyte.
        var started = await socket.NextAsync("chatStarted");
        Encoding.UTF8.GetByteCount(started.GetRawText()).ShouldBeLessThan(600 * 1024);
        var numbers = started.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!.Split(' ')[0]).ToList();
        numbers.Count.ShouldBeInRange(2, 39);
        numbers[^1].ShouldBe("39");
        numbers.ShouldBe(Enumerable.Range(40 - numbers.Count, numbers.Count).Select(n => $"{n}"));
    }
}
