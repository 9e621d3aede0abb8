using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Replies;
using Parley.Conversation.Replies.Scripted;

namespace Parley.Conversation.Tests.Replies;

public sealed class ScriptedChatClientTests
{
    private static readonly ReplyContext Context = new()
    {
        PlayerName = "Bo",
        CharacterName = "Mira",
        Now = new DateTimeOffset(2030, 1, 1, 15, 5, 0, TimeSpan.FromHours(1)),
        TimeZoneName = "Europe/Berlin",
    };

    [Theory]
    [InlineData("What time is it?", "It is 3:05 PM in the time zone Europe/Berlin.")]
    [InlineData("what day is it", "Today is Tuesday, January 1, 2030.")]
    [InlineData("What is 2 plus 3?", "That is 5.")]
    [InlineData("how much is twelve times 3 minus 4", "That is 32.")]
    [InlineData("(2+3)*4/8", "That is 2.5.")]
    [InlineData("what is one hundred and five divided by five", "That is 21.")]
    [InlineData("what is 5 squared plus twenty one", "That is 46.")]
    [InlineData("what is 7 divided by zero", "That is undefined, because nothing can be divided by zero.")]
    [InlineData("hello there", "Hello, Bo. It is good to hear from you.")]
    [InlineData("My name is Ann.", "Nice to meet you, Ann. I will remember that.")]
    [InlineData("what is my name", "You have not told me your name yet.")]
    [InlineData("are you a robot?", "I am a scripted character: I follow rules that somebody wrote down. I am no person, and no language model either.")]
    public async Task Small_talk(string said, string answer) => (await AskAsync([said])).ShouldBe(answer);

    [Theory]
    [InlineData("My name is Ann.", "What's my name?", "Your name is Ann.")]
    [InlineData("I live in Oslo and I like tea.", "where do I live", "You live in Oslo.")]
    [InlineData("My dog is called Biscuit.", "what is my dog's name?", "Your dog is called Biscuit.")]
    [InlineData("My favourite colour is green.", "what is my favorite colour", "Your favorite colour is green.")]
    [InlineData("I'm 34 years old.", "How old am I?", "You are 34 years old.")]
    [InlineData("The mill is old.", "What did I say?", "You said: The mill is old.")]
    [InlineData("I love long walks.", "What do I like?", "You love long walks.")]
    public async Task It_recalls_what_was_said(string said, string asked, string answer) => (await AskAsync([said, asked])).ShouldBe(answer);

    [Fact]
    public async Task The_script_comes_first_and_fills_its_groups()
    {
        var mira = BuiltInCharacters.All[0];
        (await AskAsync(["Where is your cat?"], mira)).ShouldBe("That is Comma, the grey one on the atlas shelf. She makes people pause.");
        (await AskAsync(["I just finished Moby Dick."], mira)).ShouldBe("Moby Dick. And did it stay with you afterwards?");
        (await AskAsync(["This is a category."], mira)).ShouldNotContain("Comma");
    }

    [Fact]
    public async Task It_streams_by_words_and_is_deterministic()
    {
        using var client = new ScriptedChatClient(BuiltInCharacters.All[0]);
        var pieces = new List<string>();
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hello")], Options(), TestContext.Current.CancellationToken))
        {
            pieces.Add(update.Text);
        }

        pieces.Count.ShouldBeGreaterThan(3);
        pieces[0].ShouldBe("Hello, ");
        string.Concat(pieces).ShouldBe(await AskAsync(["hello"], BuiltInCharacters.All[0]));
        client.GetService(typeof(ChatClientMetadata)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_picture_is_answered_honestly()
    {
        using var client = new ScriptedChatClient(new Character { Id = Guid.NewGuid(), Name = "A" });
        var message = new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]);
        (await client.GetResponseAsync([message], Options(), TestContext.Current.CancellationToken)).Text.ShouldContain("cannot see pictures");
    }

    [Fact]
    public async Task A_bad_pattern_spoils_only_its_rule()
    {
        var character = new Character { Id = Guid.NewGuid(), Name = "A", Script = [new ScriptRule { When = ["/(/"], Say = ["bad"] }, new ScriptRule { When = ["ping"], Say = ["pong"] }] };
        (await AskAsync(["ping"], character)).ShouldBe("pong");
    }

    private static ChatOptions Options() => new() { AdditionalProperties = new AdditionalPropertiesDictionary { [ReplyContext.PropertyName] = Context } };

    private static async Task<string> AskAsync(string[] said, Character? character = null)
    {
        using var client = new ScriptedChatClient(character ?? new Character { Id = Guid.NewGuid(), Name = "Mira" });
        return (await client.GetResponseAsync(said.Select(s => new ChatMessage(ChatRole.User, s)), Options(), TestContext.Current.CancellationToken)).Text;
    }
}
