using System.Text.Json;
using Parley.SocketIo;
using Parley.SocketIo.AspNetCore;
using SocketIoServer;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSocketIo(options => options.MaxPayload = 4_000_000);

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.Redirect("/index.html"));
app.MapSocketIo("/socket.io/", io =>
{
    // A room for everybody who says a name: io("/", { auth: { name: "Ann" } })
    io.Of("/")
        .OnConnect((socket, auth, _) =>
        {
            if (!auth.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return new(SocketIoConnectResult.Refuse("Say your name."));
            }

            socket.State = name.GetString();
            return new(SocketIoConnectResult.Accept);
        })
        .OnConnected((socket, _) =>
        {
            socket.Join("chat");
            return default;
        })
        .On("say", ChatJson.Default.ChatMessage, (socket, message, _, _) =>
        {
            var line = new ChatLine((string)socket.State!, message?.Text ?? "");
            socket.Namespace.Broadcast("line", SocketIoArguments.Of(line, ChatJson.Default.ChatLine), room: "chat");

            // The client's acknowledgement follows by itself.
            return default;
        })
        .OnDisconnect((socket, reason) =>
        {
            app.Logger.LogInformation("{Name} left: {Reason}", socket.State, reason);
            return default;
        });

    // Bytes in, bytes out.
    io.Of("/echo").On("audio", (socket, message, cancellationToken) =>
        message.TryGetBinary(0, out var samples)
            ? socket.EmitAsync("audio", SocketIoArguments.Of(samples), cancellationToken)
            : default);
});

app.Run();
