using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Conversation.Memories;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>What a scripted character says when its own rules have no answer. Variants are chosen by how often something was said before.</summary>
internal static class SmallTalk
{
    // Our own patterns, every quantifier bounded: the ordinary engine stays linear and takes a kilobyte, not a megabyte.
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Time = new(@"\bwhat(?:'s|’s| is)? (?:the )?time\b|\bwhat time is it\b|\btell me the time\b", Options);
    private static readonly Regex Date = new(@"\bwhat(?:'s|’s| is)? (?:the |today'?s? ?)?(?:date|day)\b|\bwhich day is (?:it|today)\b|\bwhat day is (?:it|today)\b", Options);
    private static readonly Regex WhoAreYou = new(@"\bwho are you\b|\bwhat(?:'s|’s| is) your name\b|\bwhat are you called\b", Options);

    private static readonly (Regex When, string[] Say)[] Phrases =
    [
        (new(@"^\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)\b", Options), ["Hello, {user}. It is good to hear from you.", "Hello again, {user}.", "Hi, {user}. What is on your mind?"]),
        (new(@"\bhow are you\b|\bhow do you feel\b|\bhow(?:'s|’s| is) it going\b", Options), ["I am well, thank you. How are you?", "Quite well. And you?"]),
        (new(@"\bthank(?:s| you)\b", Options), ["You are welcome.", "My pleasure."]),
        (new(@"\b(?:good ?bye|bye|see you|good night)\b", Options), ["Goodbye, {user}. Until next time.", "Take care, {user}."]),
        (new(@"\bwhat can you do\b|\bcan you help\b|\bhelp me\b", Options), ["I can chat, tell you the time, do sums, and remember what you tell me."]),
        (new(@"\bare you (?:a )?(?:human|real|robot|machine|ai|computer|bot)\b", Options), ["I am a scripted character: I follow rules that somebody wrote down. I am no person, and no language model either."]),
        (new(@"\b(?:tell me a )?joke\b", Options), ["Why did the sentence stop? It reached its period.", "I would tell you a joke about silence, but it needs good timing."]),
        (new(@"\bcan you (?:hear|see) me\b", Options), ["Your words reach me. I cannot see anything."]),
        (new(@"^\W*(?:yes|yeah|yep|sure|of course|ok|okay)\W*$", Options), ["Good.", "All right.", "Fine. Go on."]),
        (new(@"^\W*(?:no|nope|not really)\W*$", Options), ["All right.", "I see.", "Fair enough."]),
        (new(@"\bi(?: a|')m (?:fine|good|well|great|ok|okay)\b", Options), ["I am glad to hear it.", "Good to hear."]),
        (new(@"\bi(?: a|')m (?:sad|tired|lonely|angry|afraid|scared|worried|sick)\b", Options), ["I am sorry to hear that. Do you want to talk about it?", "That does not sound easy. I am listening."]),
        (new(@"\bi love you\b", Options), ["That is kind of you, {user}."]),
    ];

    private static readonly string[] Questions =
    [
        "I do not know that. My answers come from a script, and that is not in it.",
        "That is a good question, but I have no answer to it.",
        "I cannot say. Ask me something simpler, or tell me more.",
    ];

    private static readonly string[] Statements =
    [
        "I see. Tell me more.",
        "Go on, I am listening.",
        "That is interesting. What happened then?",
        "I understand. What do you make of it?",
    ];

    public static string Answer(string text, IReadOnlyList<string> earlier, int turn, ReplyContext? context, string characterName)
    {
        var user = context?.PlayerName ?? "User";
        if (context is not null && Time.IsMatch(text))
        {
            return $"It is {context.Now.ToString("h:mm tt", CultureInfo.InvariantCulture)} in the time zone {context.TimeZoneName}.";
        }

        if (context is not null && Date.IsMatch(text))
        {
            return $"Today is {context.Now.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture)}.";
        }

        if (Arithmetic.TryAnswer(text, out var sum))
        {
            return $"That is {sum}.";
        }

        if (Recall.Answer(text, earlier, context?.Memories ?? []) is { } recalled)
        {
            return recalled;
        }

        if (WhoAreYou.IsMatch(text))
        {
            return $"I am {characterName}.";
        }

        foreach (var (when, say) in Phrases)
        {
            if (when.IsMatch(text))
            {
                return Pick(say, turn).Replace("{user}", user, StringComparison.Ordinal);
            }
        }

        if (FactRules.Find(text) is [var fact, ..])
        {
            return fact.Key == "name" ? $"Nice to meet you, {fact.Value}. I will remember that." : "I will remember that.";
        }

        var isQuestion = text.TrimEnd().EndsWith('?') || Regex.IsMatch(text, @"^\W*(?:who|what|when|where|why|which|how|do|does|did|is|are|can|could|will|would)\b", Options);
        return Pick(isQuestion ? Questions : Statements, turn);
    }

    private static string Pick(string[] variants, int turn) => variants[turn % variants.Length];
}
