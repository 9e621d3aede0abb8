namespace Parley.Bench.Benches;

/// <summary>What people say every day.</summary>
internal static class Sentences
{
    public static readonly string[] Everyday =
    [
        "Good morning, how are you today?",
        "Please turn off the light in the kitchen.",
        "What time does the next train leave?",
        "I would like a cup of coffee with milk.",
        "Can you call my mother after lunch?",
        "The weather is very nice this afternoon.",
        "Where did you put the keys of the car?",
        "We are going to the market on Saturday.",
        "My brother lives in a small house near the river.",
        "Tell me a short story about a dog.",
        "How much does this book cost?",
        "I forgot my umbrella at the office.",
        "Let us meet in front of the station at seven.",
        "The children are playing in the garden.",
        "Do you want to watch a movie tonight?",
        "She bought a new phone last week.",
        "Open the window, it is too warm in here.",
        "I need to finish this work before Friday.",
        "There are three apples on the table.",
        "Thank you very much for your help.",
    ];
}
