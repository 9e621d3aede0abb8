using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using Parley.Server.Data;
using Parley.Testing;

namespace Parley.EndToEnd;

/// <summary>A character that answers a question about the weather for more than a minute, so that there is something to interrupt.</summary>
internal static class Storyteller
{
    public static Guid Id { get; } = new("0b5c1c1e-2f4d-4d5a-9a53-5a2f0f6d7c01");

    public const string Story =
        "The weather is good today. Let me tell you about the weather of this coast, because it is a long story and I am fond of it. "
        + "In the winter the wind comes from the north and brings snow to the hills. "
        + "In the spring the rivers rise and the fields behind the harbour are under water for a week. "
        + "In the summer nothing moves, and the fishermen mend their nets in the shadow of the old mill. "
        + "In the autumn the storms begin, and every house on the shore has its windows closed before the night. "
        + "My grandfather wrote all of it down in a book with a green cover, one line for every day of his life. "
        + "Some lines are about the clouds, some are about the price of bread, and some are about my grandmother. "
        + "I still have that book, and I add a line to it every evening when the shop is closed. "
        + "Yesterday I wrote that the sea was as flat as a table and that nobody bought anything at all.";

    /// <summary>Puts the character into a data directory before a server starts on it.</summary>
    public static void MoveInto(TemporaryDirectory folder)
    {
        var data = DataDirectory.Find(folder.FullPath);
        data.Create();
        File.WriteAllBytes(Path.Combine(data.Characters, "storyteller.json"), CharacterCard.WriteJson(new Character
        {
            Id = Id,
            Name = "Nell",
            Language = "en-US",
            VoiceId = "flite-slt",
            Script = [new ScriptRule { When = ["weather"], Say = [Story] }],
        }));
    }
}
