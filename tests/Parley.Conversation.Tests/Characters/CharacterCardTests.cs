using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Testing;

namespace Parley.Conversation.Tests.Characters;

public sealed class CharacterCardTests
{
    private const string V2 = """
        {"spec":"chara_card_v2","spec_version":"2.0","data":{"name":"Ann","description":"d {{char}}","personality":"p","scenario":"s","first_mes":"Hi {{user}}","mes_example":"<START>",
        "creator_notes":"cn","system_prompt":"{{original}} x","post_history_instructions":"ph","alternate_greetings":["a1","a2"],"tags":["t"],"creator":"c","character_version":"9",
        "character_book":{"name":"b","scan_depth":3,"token_budget":99,"recursive_scanning":true,"extensions":{"bx":1},"strange":true,
          "entries":[{"keys":["mill"],"content":"old","extensions":{"ex":[1]},"enabled":true,"insertion_order":7,"case_sensitive":true,"name":"n","priority":3,"id":12,"comment":"cm","selective":true,"secondary_keys":["k2"],"constant":false,"position":"before_char","odd":"o"}]},
        "extensions":{"vendor/thing":{"deep":[null,{"a":1.50}]}},"future_field":{"x":[1,2]}}}
        """;

    [Theory]
    [InlineData(CardFormat.V2)]
    [InlineData(CardFormat.V3)]
    public void Every_field_survives_the_round_trip_unknown_ones_included(CardFormat format)
    {
        var (first, _) = CharacterCard.Read(Encoding.UTF8.GetBytes(V2));
        first.Book!.Entries[0].Position.ShouldBe("before_char");
        first.Book.Entries[0].Id.ShouldBe("12");
        first.Unknown["future_field"].GetRawText().ShouldBe("""{"x":[1,2]}""");
        first.Extensions["vendor/thing"].GetRawText().ShouldBe("""{"deep":[null,{"a":1.50}]}""");
        first.Book.Unknown.Keys.ShouldBe(["strange"]);
        first.Book.Entries[0].Unknown.Keys.ShouldBe(["odd"]);
        var (second, _) = CharacterCard.Read(CharacterCard.WriteJson(first, format));
        JsonSerializer.Serialize(second).ShouldBe(JsonSerializer.Serialize(first));
    }

    [Fact]
    public void The_built_in_characters_survive_a_picture()
    {
        foreach (var character in BuiltInCharacters.All)
        {
            var png = CharacterCard.WritePng(character);
            var (read, picture) = CharacterCard.Read(png);
            JsonSerializer.Serialize(read with { IsReadOnly = true }).ShouldBe(JsonSerializer.Serialize(character));
            picture!.Data.ToArray().ShouldBe(png);

            // Writing again replaces the card instead of adding one.
            var again = CharacterCard.WritePng(character with { Name = "Other" }, picture);
            CharacterCard.Read(again).Character.Name.ShouldBe("Other");
            Math.Abs(again.Length - png.Length).ShouldBeLessThan(400);
        }
    }

    [Fact]
    public void A_flat_version_1_card_is_read()
    {
        var (character, _) = CharacterCard.Read(Encoding.UTF8.GetBytes("""{"name":"Old","description":"d","first_mes":"Hi","mes_example":"","personality":"","scenario":""}"""));
        character.Name.ShouldBe("Old");
        character.FirstMessage.ShouldBe("Hi");
        CharacterCard.Read(Encoding.UTF8.GetBytes("""{"name":"Old","description":"d","first_mes":"Hi","mes_example":"","personality":"","scenario":""}""")).Character.Id.ShouldBe(character.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"\"}")]
    [InlineData("{\"name\":")]
    [InlineData("not json")]
    [InlineData("{\"data\":{\"name\":7,\"tags\":{}}}x")]
    public void What_is_no_card_is_refused(string json) =>
        Should.Throw<ConversationException>(() => CharacterCard.Read(Encoding.UTF8.GetBytes(json))).Code.ShouldBe(ConversationErrors.InvalidCard);

    [Fact]
    public void Wrong_types_are_left_out_and_nothing_else_is_lost()
    {
        var (character, _) = CharacterCard.Read(Encoding.UTF8.GetBytes("""{"data":{"name":"A","tags":"one","description":{},"alternate_greetings":[1,"two",null],"character_book":{"entries":[7,{"keys":"k","content":"c","insertion_order":"3"}]},"extensions":[]}}"""));
        character.Tags.ShouldBe(["one"]);
        character.Description.ShouldBe("");
        character.AlternateGreetings.ShouldBe(["two"]);
        character.Book!.Entries.Single().InsertionOrder.ShouldBe(3);
    }

    [Fact]
    public void A_picture_cut_anywhere_is_refused_and_never_read_beyond()
    {
        var png = CharacterCard.WritePng(BuiltInCharacters.All[0] with { Book = null, Script = [] });
        for (var length = 8; length < png.Length - 1; length += 7)
        {
            Should.Throw<ConversationException>(() => CharacterCard.Read(png.AsMemory(0, length))).Code.ShouldBe(ConversationErrors.InvalidCard);
        }
    }

    [Fact]
    public void A_damaged_picture_is_refused()
    {
        var png = CharacterCard.WritePng(BuiltInCharacters.All[0]);
        png[^30] ^= 1;
        Should.Throw<ConversationException>(() => CharacterCard.Read(png)).Code.ShouldBe(ConversationErrors.InvalidCard);
    }

    [Fact]
    public void A_compressed_text_that_unfolds_beyond_the_limit_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var zlib = new ZLibStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[64 * 1024 * 1024]);
        }

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        PngText.WriteChunk(png, "zTXt"u8, [.. "chara"u8, 0, 0, .. bomb.ToArray()]);
        PngText.WriteChunk(png, "IEND"u8, []);
        Should.Throw<ConversationException>(() => CharacterCard.Read(png.ToArray())).Code.ShouldBe(ConversationErrors.InvalidCard);
    }

    [Fact]
    public async Task A_folder_gives_its_cards_and_leaves_out_what_is_none()
    {
        using var folder = new TemporaryDirectory();
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(folder.FullPath, "b.json"), V2, token);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullPath, "a.PNG"), CharacterCard.WritePng(BuiltInCharacters.All[1]), token);
        await File.WriteAllTextAsync(Path.Combine(folder.FullPath, "broken.json"), "{", token);
        await File.WriteAllTextAsync(Path.Combine(folder.FullPath, "notes.txt"), "hello", token);
        var loaded = await CharacterFiles.LoadAsync(folder.FullPath, NullLogger.Instance, token);
        loaded.Select(l => l.Character.Name).ShouldBe(["Captain Osei", "Ann"]);
        loaded.ShouldAllBe(l => l.Character.IsReadOnly);
        loaded[0].Picture.ShouldNotBeNull();
        (await CharacterFiles.LoadAsync(Path.Combine(folder.FullPath, "nowhere"), NullLogger.Instance, token)).ShouldBeEmpty();
    }
}
