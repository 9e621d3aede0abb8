using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;

namespace Parley.Server.Tests.Voxta;

/// <summary>The REST calls of specification §5.1: chats, characters, scenarios, vision, attachments.</summary>
public sealed class RestTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";
    private const string Osei = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e02";
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chats_are_listed_with_the_newest_session_first()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var first = await CreateChatAsync(voxta, Mira);
        var second = await CreateChatAsync(voxta, Osei);
        (await ChatsAsync(voxta, "api/chats")).ShouldBe([second, first]);
        (await ChatsAsync(voxta, "api/chats/")).ShouldBe([second, first]);
        (await ChatsAsync(voxta, $"api/chats?characterId={Mira}")).ShouldBe([first]);

        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{first}}"}""");
        (await socket.NextAsync("chatStarted")).GetProperty("chatId").GetString().ShouldBe(first);
        await socket.NextAsync("replyEnd");
        (await ChatsAsync(voxta, "api/chats")).ShouldBe([first, second]);
    }

    [Fact]
    public async Task A_created_chat_greets_when_it_is_first_resumed()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var created = await PostAsync(voxta, "api/chats", $$"""{"characters":["{{Mira}}"],"client":"NodeApp","title":"The mill"}""");
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var chat = await ReadAsync(created);
        chat.GetProperty("title").GetString().ShouldBe("The mill");
        chat.GetProperty("characters")[0].GetProperty("name").GetString().ShouldBe("Mira");
        chat.TryGetProperty("lastSession", out _).ShouldBeFalse();

        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat.GetProperty("id").GetString()}}"}""");
        await socket.NextAsync("replyEnd");
    }

    [Fact]
    public async Task A_chats_summary_tells_its_last_messages()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"sendSecret","sessionId":"{{session}}","text":"Nobody may see this."}""");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        await socket.NextAsync("replyEnd");
        var summary = await GetAsync(voxta, $"api/chats/{chat}/summary");
        summary.GetProperty("chatId").GetString().ShouldBe(chat);
        var texts = summary.GetProperty("lastMessages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!).ToArray();
        texts.ShouldContain("What is 3 plus 4?");
        texts[^1].ShouldContain("7");
        texts.ShouldNotContain("Nobody may see this.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chat_is_renamed_and_marked_whether_it_runs_or_not(bool runs)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        if (!runs)
        {
            await socket.InvokeAsync($$"""{"$type":"stopChat","sessionId":"{{session}}"}""");
            await socket.NextAsync("chatClosed");
        }

        using var patched = await SendAsync(voxta, HttpMethod.Patch, $"api/chats/{chat}", """{"favorite":"true","title":"North"}""");
        patched.StatusCode.ShouldBe(HttpStatusCode.OK);
        if (runs)
        {
            (await socket.NextAsync("chatUpdated")).GetProperty("title").GetString().ShouldBe("North");
        }

        using var marked = await SendAsync(voxta, HttpMethod.Patch, $"api/chats/{chat}", """{"favorite":true}""");
        var item = await GetAsync(voxta, $"api/chats/{chat}");
        item.GetProperty("title").GetString().ShouldBe("North");
        item.GetProperty("favorite").GetBoolean().ShouldBeTrue();
        using var cleared = await SendAsync(voxta, HttpMethod.Patch, $"api/chats/{chat}", """{"title":""}""");
        (await GetAsync(voxta, $"api/chats/{chat}")).TryGetProperty("title", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_chat_is_gone_and_its_session_ends()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, _, chat) = await voxta.ChatAsync();
        using var deleted = await voxta.Server.Http.DeleteAsync($"api/chats/{chat}", Token);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await socket.NextAsync("chatClosed")).GetProperty("chatId").GetString().ShouldBe(chat);
        using var again = await voxta.Server.Http.DeleteAsync($"api/chats/{chat}", Token);
        await ShouldFailAsync(again, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Characters_are_listed_and_told_in_full()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var list = (await GetAsync(voxta, "api/characters/?assistant=true&includeChatsInfo=true")).GetProperty("characters");
        list.EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldContain("Mira");
        var thumbnail = list[0].GetProperty("thumbnailUrl").GetString()!;
        thumbnail.ShouldStartWith("/");
        using var picture = await voxta.Server.Http.GetAsync(thumbnail[1..], Token);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await picture.Content.ReadAsByteArrayAsync(Token))[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);

        var mira = await GetAsync(voxta, $"api/characters/{Mira}");
        mira.GetProperty("name").GetString().ShouldBe("Mira");
        mira.GetProperty("firstMessage").GetString().ShouldNotBeNullOrEmpty();
        foreach (var field in new[] { "description", "personality", "profile", "scenario", "messageExamples", "culture", "chatStyle", "creatorNotes" })
        {
            mira.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.String, field);
        }

        foreach (var field in new[] { "tags", "memoryBooks" })
        {
            mira.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.Array, field);
        }

        mira.GetProperty("appConfiguration").ValueKind.ShouldBe(JsonValueKind.Object);
        (await GetAsync(voxta, "api/characters/tags")).GetProperty("tags").ValueKind.ShouldBe(JsonValueKind.Array);
        (await GetAsync(voxta, "api/scenarios/")).GetProperty("scenarios").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_lore_book_is_a_memory_book()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var store = voxta.Server.Server.Services.GetRequiredService<Parley.Conversation.Characters.ICharacterStore>();
        var saved = await store.SaveAsync(Parley.Conversation.TenantId.Local, new Parley.Conversation.Characters.Character
        {
            Id = Guid.NewGuid(),
            Name = "Ada",
            Book = new() { Name = "Engines", Entries = [new() { Keys = ["wheel"], Content = "The wheel turns." }] },
        }, Token);
        var books = (await GetAsync(voxta, "api/memory-books")).GetProperty("memoryBooks");
        var book = books.EnumerateArray().Single(b => b.GetProperty("characterId").GetGuid() == saved.Id);
        (await GetAsync(voxta, $"api/characters/{saved.Id}")).GetProperty("memoryBooks")[0].GetGuid().ShouldBe(book.GetProperty("id").GetGuid());
        var whole = await GetAsync(voxta, $"api/memory-books/{book.GetProperty("id").GetGuid()}");
        whole.GetProperty("items")[0].GetProperty("text").GetString().ShouldBe("The wheel turns.");
    }

    [Fact]
    public async Task Assets_come_from_the_characters_folder_and_from_nowhere_else()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var data = voxta.Server.Server.Services.GetRequiredService<Parley.Server.Data.DataDirectory>().FullPath;
        var folder = Directory.CreateDirectory(Path.Combine(data, "characters", Mira, "assets", "Avatars"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "Smile.png"), Convert.FromBase64String(Png), Token);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "page.html"), "<script>alert(1)</script>", Token);
        await File.WriteAllTextAsync(Path.Combine(data, "characters", Mira, "secret.txt"), "secret", Token);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.txt"), Path.Combine(data, "characters", Mira, "secret.txt"));

        (await GetAsync(voxta, $"api/characters/{Mira}/assets")).GetProperty("files").EnumerateArray().Select(f => f.GetString())
            .ShouldBe(["Avatars/Smile.png", "Avatars/page.html"]);
        using var smile = await voxta.Server.Http.GetAsync($"api/characters/{Mira}/assets/download?path=Avatars/Smile.png", Token);
        smile.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await smile.Content.ReadAsByteArrayAsync(Token)).ShouldBe(Convert.FromBase64String(Png));
        using var page = await voxta.Server.Http.GetAsync($"api/characters/{Mira}/assets/download?path=Avatars/page.html", Token);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");

        string[] outside =
        [
            "../secret.txt", "Avatars/../../secret.txt", "..%2Fsecret.txt", "/etc/passwd", "Avatars//Smile.png", "Avatars/link.txt", "..\\secret.txt", "Avatars/./Smile.png",
            "C:\\windows\\win.ini", "Avatars", "", new string('a', 5000), "a%00b",
        ];
        foreach (var path in outside)
        {
            using var refused = await voxta.Server.Http.GetAsync($"api/characters/{Mira}/assets/download?path={path}", Token);
            refused.StatusCode.ShouldBe(path.Length == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task An_attachments_url_serves_its_bytes_to_its_player_alone()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync("?player=Ann");
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        var session = (await socket.NextAsync("chatStarted")).GetProperty("sessionId").GetString();
        await socket.NextAsync("replyEnd");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Look.","doReply":false,"attachments":[{"$type":"base64Url","base64Url":"data:image/png;base64,{{Png}}"},{"$type":"base64Url","base64Url":"data:text/html;base64,PGI+"}]}""");
        var update = await socket.NextAsync("update");
        while (!update.TryGetProperty("attachments", out _))
        {
            update = await socket.NextAsync("update");
        }

        var url = update.GetProperty("attachments")[0].GetProperty("url").GetString()!;
        using var picture = await voxta.Server.Http.GetAsync(url[1..], Token);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await picture.Content.ReadAsByteArrayAsync(Token)).ShouldBe(Convert.FromBase64String(Png));
        picture.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        using var html = await voxta.Server.Http.GetAsync(update.GetProperty("attachments")[1].GetProperty("url").GetString()![1..], Token);
        html.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        using var other = await voxta.Server.Http.GetAsync(url[1..url.IndexOf('?', StringComparison.Ordinal)], Token);
        await ShouldFailAsync(other, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_requested_picture_becomes_a_message_and_its_request_is_used_up()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session) = await SeeingAppAsync(voxta);
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"/capture Screen"}""");
        var request = (await socket.NextAsync("visionCaptureRequest")).GetProperty("visionCaptureRequestId").GetString();
        var target = $"api/vision/requests/{request}/send?sessionId={session}&source=Screen&label=Desktop";
        using (var sent = await voxta.Server.Http.PostAsync(target, Picture("image/png"), Token))
        {
            sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var update = await socket.NextAsync("update");
        update.GetProperty("role").GetString().ShouldBe("User");
        update.GetProperty("attachments")[0].GetProperty("source").GetString().ShouldBe("Screen");
        await socket.NextAsync("replyEnd");
        using var again = await voxta.Server.Http.PostAsync(target, Picture("image/png"), Token);
        await ShouldFailAsync(again, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_cancelled_or_broken_picture_changes_nothing()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session) = await SeeingAppAsync(voxta);
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"/capture Screen"}""");
        var request = (await socket.NextAsync("visionCaptureRequest")).GetProperty("visionCaptureRequestId").GetString();
        var target = $"api/vision/requests/{request}/send?sessionId={session}";
        foreach (var (content, status) in new (HttpContent, HttpStatusCode)[]
        {
            (new StringContent("{}", Encoding.UTF8, "application/json"), HttpStatusCode.UnsupportedMediaType),
            (Garbage("multipart/form-data; boundary=x", "--y\r\nnothing"), HttpStatusCode.BadRequest),
            (Garbage("multipart/form-data", "nothing"), HttpStatusCode.BadRequest),
            (Garbage("multipart/form-data; boundary=" + new string('b', 300), "nothing"), HttpStatusCode.BadRequest),
            (Picture("text/html"), HttpStatusCode.UnsupportedMediaType),
            (Picture("image/png", []), HttpStatusCode.BadRequest),
            (Picture("image/png", new byte[17 * 1024 * 1024]), HttpStatusCode.RequestEntityTooLarge),
        })
        {
            using (content)
            {
                // A body that is refused by its length alone must not be on its way already.
                using var sent = new HttpRequestMessage(HttpMethod.Post, target) { Content = content, Headers = { ExpectContinue = true } };
                using var refused = await voxta.Server.Http.SendAsync(sent, Token);
                await ShouldFailAsync(refused, status);
            }
        }

        using var foreign = await voxta.Server.Http.PostAsync($"api/vision/requests/{request}/send?sessionId={Guid.NewGuid()}", Picture("image/png"), Token);
        await ShouldFailAsync(foreign, HttpStatusCode.NotFound);
        using var cancelled = await voxta.Server.Http.DeleteAsync($"api/vision/requests/{request}?sessionId={session}", Token);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var late = await voxta.Server.Http.PostAsync(target, Picture("image/png"), Token);
        await ShouldFailAsync(late, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "api/chats/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("GET", "api/chats/nonsense/summary", null, 404)]
    [InlineData("GET", "api/chats?characterId=nonsense", null, 400)]
    [InlineData("PATCH", "api/chats/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", "{}", 404)]
    [InlineData("PATCH", "api/chats/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", "[]", 400)]
    [InlineData("PATCH", "api/chats/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", "{\"favorite\":[]}", 400)]
    [InlineData("POST", "api/chats", "{\"characters\":", 400)]
    [InlineData("POST", "api/chats", "{\"characters\":\"Mira\"}", 400)]
    [InlineData("POST", "api/chats", "{\"characters\":[\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"]}", 404)]
    [InlineData("POST", "api/chats", "{\"scenario\":\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"}", 404)]
    [InlineData("POST", "api/chats", "{\"ephemeral\":true}", 400)]
    [InlineData("POST", "api/chats", "{\"dependencies\":[{\"kind\":\"Character\",\"id\":\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"}]}", 409)]
    [InlineData("PUT", "api/chats", "{}", 405)]
    [InlineData("DELETE", "api/characters", null, 405)]
    [InlineData("GET", "api/characters/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("GET", "api/characters/nonsense/thumbnail", null, 404)]
    [InlineData("GET", "api/scenarios/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("GET", "api/memory-books/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("GET", "api/chats/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10/attachments/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("DELETE", "api/vision/requests/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("DELETE", "api/sessions/5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10", null, 404)]
    [InlineData("POST", "api/sessions", "{\"chatId\":\"5f0c6c1e-8a55-4a51-9d0f-3c7f2f6f2a10\"}", 404)]
    [InlineData("GET", "api/tts/cached/nothing.wav?token=x", null, 404)]
    [InlineData("GET", "api/packages", null, 404)]
    [InlineData("POST", "api/nothing/at/all", "{}", 404)]
    public async Task What_is_wrong_is_told_as_problem_details(string method, string path, string? body, int status)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var response = await SendAsync(voxta, new HttpMethod(method), path, body);
        await ShouldFailAsync(response, (HttpStatusCode)status);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/chats") { Content = new StringContent($$"""{"title":"{{new string('x', 2 << 20)}}"}"""), Headers = { ExpectContinue = true } };
        using var response = await voxta.Server.Http.SendAsync(request, Token);
        await ShouldFailAsync(response, HttpStatusCode.RequestEntityTooLarge);
        using var title = await PostAsync(voxta, "api/chats", $$"""{"title":"{{new string('x', 2000)}}"}""");
        await ShouldFailAsync(title, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_sees_another_tenants_chats_and_nobody_anything_without_a_key()
    {
        await using var voxta = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["requireKeys"] = "true" });
        var keys = voxta.Server.Server.Services.GetRequiredService<IKeyStore>();
        var (ann, _) = await keys.CreateAsync("ann", null, KeyScopes.Default, Token);
        var (bob, _) = await keys.CreateAsync("bob", null, KeyScopes.Default, Token);
        var (deaf, _) = await keys.CreateAsync("ann", null, KeyScopes.Speech, Token);
        using var created = await SendAsync(voxta, HttpMethod.Post, "api/chats", "{}", ann);
        var chat = (await ReadAsync(created)).GetProperty("id").GetString();

        foreach (var path in new[] { "api/chats", $"api/chats/{chat}", $"api/chats/{chat}/summary", "api/characters", $"api/characters/{Mira}/thumbnail", "api/scenarios", "api/sessions", "api/profile", "api/memory-books" })
        {
            using var refused = await SendAsync(voxta, HttpMethod.Get, path, null);
            await ShouldFailAsync(refused, HttpStatusCode.Unauthorized);
            using var forbidden = await SendAsync(voxta, HttpMethod.Get, path, null, deaf);
            await ShouldFailAsync(forbidden, HttpStatusCode.Forbidden);
        }

        using var bobs = await SendAsync(voxta, HttpMethod.Get, "api/chats", null, bob);
        (await ReadAsync(bobs)).GetProperty("chats").GetArrayLength().ShouldBe(0);
        foreach (var (method, body) in new (HttpMethod, string?)[] { (HttpMethod.Get, null), (HttpMethod.Patch, """{"title":"Mine"}"""), (HttpMethod.Delete, null) })
        {
            using var foreign = await SendAsync(voxta, method, $"api/chats/{chat}", body, bob);
            await ShouldFailAsync(foreign, HttpStatusCode.NotFound);
        }

        using var basic = new HttpRequestMessage(HttpMethod.Get, "api/chats");
        basic.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{ann}")));
        using var byPassword = await voxta.Server.Http.SendAsync(basic, Token);
        (await ReadAsync(byPassword)).GetProperty("chats").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_foreign_page_and_a_foreign_host_stay_outside()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var page = new HttpRequestMessage(HttpMethod.Get, "api/chats") { Headers = { { "Origin", "https://evil.example" } } };
        using var refused = await voxta.Server.Http.SendAsync(page, Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "api/chats") { Headers = { { "Host", "evil.example" } } };
        using var misdirected = await voxta.Server.Http.SendAsync(rebound, Token);
        misdirected.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task The_caller_and_the_servers_languages_are_told()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.OpenAsync();
        await socket.ShakeHandsAsync();
        await socket.InvokeAsync("""{"$type":"authenticate","client":"Test"}""");
        var user = (await socket.NextAsync("welcome")).GetProperty("user").GetProperty("id").GetString();
        (await GetAsync(voxta, "api/profile")).GetProperty("id").GetString().ShouldBe(user);
        using var test = await PostAsync(voxta, "api/auth/test", "");
        test.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(voxta, "api/cultures")).GetProperty("cultures").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldContain("en-US");
        (await GetAsync(voxta, "api/configurations")).GetProperty("configurations")[0].GetProperty("isDefault").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_started_by_REST_lives_without_connections_until_it_is_stopped()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var started = await PostAsync(voxta, "api/sessions", $$"""{"characterId":"{{Mira}}"}""");
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        var session = await ReadAsync(started);
        var id = session.GetProperty("sessionId").GetString();
        session.GetProperty("serverOwned").GetBoolean().ShouldBeTrue();

        var socket = await voxta.AppAsync();
        (await socket.NextAsync("chatsSessionsUpdated")).GetProperty("sessions")[0].GetProperty("sessionId").GetString().ShouldBe(id);
        await socket.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{id}}"}""");
        await socket.NextAsync("chatStarted");
        using var again = await PostAsync(voxta, "api/sessions", $$"""{"chatId":"{{session.GetProperty("chatId").GetString()}}"}""");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(again)).GetProperty("sessionId").GetString().ShouldBe(id);
        (await GetAsync(voxta, "api/sessions")).GetProperty("sessions").GetArrayLength().ShouldBe(1);
        (await GetAsync(voxta, "api/sessions?player=Somebody")).GetProperty("sessions").GetArrayLength().ShouldBe(0);

        using var stopped = await voxta.Server.Http.DeleteAsync($"api/sessions/{id}", Token);
        stopped.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await socket.NextAsync("chatClosed");
        (await GetAsync(voxta, "api/sessions")).GetProperty("sessions").GetArrayLength().ShouldBe(0);
    }

    private static async Task<(HubSocket Socket, string Session)> SeeingAppAsync(VoxtaFixture voxta)
    {
        var socket = await voxta.AppAsync(features: ""","visionCapture":"PostImage","visionSources":["Screen"]""");
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        var session = (await socket.NextAsync("chatStarted")).GetProperty("sessionId").GetString()!;
        await socket.NextAsync("replyEnd");
        await socket.WaitForInputAsync();
        return (socket, session);
    }

    private static MultipartFormDataContent Picture(string type, byte[]? bytes = null)
    {
        var file = new ByteArrayContent(bytes ?? Convert.FromBase64String(Png));
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new MultipartFormDataContent { { file, "file", "screen.png" } };
    }

    private static ByteArrayContent Garbage(string type, string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static async Task<string> CreateChatAsync(VoxtaFixture voxta, string character)
    {
        using var created = await PostAsync(voxta, "api/chats", $$"""{"characters":["{{character}}"]}""");
        return (await ReadAsync(created)).GetProperty("id").GetString()!;
    }

    private static async Task<string[]> ChatsAsync(VoxtaFixture voxta, string path) =>
        [.. (await GetAsync(voxta, path)).GetProperty("chats").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];

    private static async Task<JsonElement> GetAsync(VoxtaFixture voxta, string path)
    {
        using var response = await voxta.Server.Http.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await ReadAsync(response);
    }

    private static Task<HttpResponseMessage> PostAsync(VoxtaFixture voxta, string path, string body) => SendAsync(voxta, HttpMethod.Post, path, body);

    private static Task<HttpResponseMessage> SendAsync(VoxtaFixture voxta, HttpMethod method, string path, string? body, string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return voxta.Server.Http.SendAsync(request, Token);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token)).RootElement;

    private static async Task ShouldFailAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync(Token));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await ReadAsync(response)).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }
}
