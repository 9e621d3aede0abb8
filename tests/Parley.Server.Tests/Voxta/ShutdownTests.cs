using System.Net.WebSockets;
using System.Text;

namespace Parley.Server.Tests.Voxta;

/// <summary>A server that stops says so to every app (specification §1.5): a close record that invites it back, then close code 1001.</summary>
public sealed class ShutdownTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apps_that_talk_are_told_to_come_back()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var apps = new List<Task<(bool IsInvited, WebSocketCloseStatus? Status)>>();
        for (var i = 0; i < 20; i++)
        {
            var socket = await voxta.Server.OpenWebSocketAsync($"hub?player=p{i}");
            await SendAsync(socket, "{\"protocol\":\"json\",\"version\":1}\u001e");
            await SendAsync(socket, Invocation("""{"$type":"authenticate","client":"T","scope":["role:app"],"capabilities":{"audioOutput":"WebSocketStream"}}"""));
            await SendAsync(socket, Invocation("""{"$type":"startChat"}"""));
            var talking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            apps.Add(ReadToEndAsync(socket, talking));
            await talking.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        await voxta.Server.Server.StopAsync(Token);
        foreach (var (isInvited, status) in await Task.WhenAll(apps).WaitAsync(TimeSpan.FromSeconds(30), Token))
        {
            isInvited.ShouldBeTrue();
            status.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        }
    }

    [Fact]
    public async Task An_app_that_answers_no_close_is_not_waited_for()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var socket = await voxta.Server.OpenWebSocketAsync("hub");
        await SendAsync(socket, "{\"protocol\":\"json\",\"version\":1}\u001e");
        await voxta.Server.Server.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static string Invocation(string message) => $$"""{"type":1,"target":"SendMessage","arguments":[{{message}}]}""" + "\u001e";

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Token);

    /// <summary>Reads until the server closes, says when the character speaks, and goes on talking into the close.</summary>
    private static async Task<(bool IsInvited, WebSocketCloseStatus? Status)> ReadToEndAsync(ClientWebSocket socket, TaskCompletionSource talking)
    {
        using (socket)
        {
            var isInvited = false;
            var buffer = new byte[256 * 1024];
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
                    return (isInvited, received.CloseStatus);
                }

                var text = received.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(buffer, 0, received.Count) : "";
                isInvited |= text.Contains("""{"type":7,"allowReconnect":true}""", StringComparison.Ordinal);
                if (text.Contains("replyStart", StringComparison.Ordinal))
                {
                    talking.TrySetResult();
                }

                if (!isInvited)
                {
                    await socket.SendAsync(new byte[640], WebSocketMessageType.Binary, true, Token);
                }
            }
        }
    }
}
