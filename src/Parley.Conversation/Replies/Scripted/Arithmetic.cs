using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>Answers small sums, in digits or in English words: "what is twelve times 3 plus 4".</summary>
internal static class Arithmetic
{
    private const int MaxTokens = 64;

    private static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly Regex Token = new(@"\d{1,28}(\.\d{1,28})?|[+\-−–*×x/÷()^]|[a-z]+", RegexOptions.CultureInvariant);

    /// <summary>The sum's value. False when the text asks no sum.</summary>
    public static bool TryAnswer(string text, out string answer)
    {
        answer = "";
        if (text.Length > 500 || !TryRead(text.ToLowerInvariant(), out var tokens))
        {
            return false;
        }

        var position = 0;
        try
        {
            var value = Sum(tokens, ref position, 0);
            if (position != tokens.Count)
            {
                return false;
            }

            answer = decimal.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
            return true;
        }
        catch (DivideByZeroException)
        {
            answer = "undefined, because nothing can be divided by zero";
            return true;
        }
        catch (Exception error) when (error is OverflowException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Takes the longest run of numbers and operators; other words may stand around it but not inside.</summary>
    private static bool TryRead(string text, out List<object> tokens)
    {
        tokens = [];
        var best = new List<object>();
        var previousWord = "";
        foreach (Match match in Token.Matches(text))
        {
            var word = match.Value;
            switch (Operator(word, previousWord))
            {
                case ' ':
                    break;
                case { } symbol when symbol != '?':
                    tokens.Add(symbol);
                    break;
                default:
                    if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                    {
                        tokens.Add(number);
                    }
                    else if (!TryAddWord(tokens, word, previousWord))
                    {
                        best = Better(best, tokens);
                        tokens = [];
                    }

                    break;
            }

            previousWord = word;
        }

        tokens = Better(best, tokens);
        return tokens.Count <= MaxTokens && tokens.Exists(t => t is char and not '(' and not ')') && tokens.Count(t => t is decimal) >= 2;
    }

    private static List<object> Better(List<object> best, List<object> tokens)
    {
        while (tokens.Count > 0 && tokens[^1] is char and not ')')
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        while (tokens.Count > 0 && tokens[0] is char and not '(' and not '-')
        {
            tokens.RemoveAt(0);
        }

        return tokens.Count > best.Count ? tokens : best;
    }

    // ' ' is skipped, '?' is no operator.
    private static char Operator(string word, string previous) => word switch
    {
        "+" or "plus" => '+',
        "-" or "−" or "–" or "minus" => '-',
        "*" or "×" or "x" or "times" => '*',
        "multiplied" or "divided" => ' ',
        "by" => previous switch { "multiplied" => '*', "divided" => '/', _ => '?' },
        "/" or "÷" or "over" => '/',
        "^" => '^',
        "(" => '(',
        ")" => ')',
        _ => '?',
    };

    private static bool TryAddWord(List<object> tokens, string word, string previous)
    {
        var unit = Array.IndexOf(Units, word);
        var ten = Array.IndexOf(Tens, word);
        if (unit >= 0 || ten >= 2)
        {
            var value = unit >= 0 ? unit : ten * 10;
            var joins = Array.IndexOf(Tens, previous) >= 2 || previous is "hundred" or "thousand" or "and";
            if (joins && tokens.Count > 0 && tokens[^1] is decimal before)
            {
                tokens[^1] = before + value;
            }
            else
            {
                tokens.Add((decimal)value);
            }

            return true;
        }

        switch (word)
        {
            case "hundred" when tokens.Count > 0 && tokens[^1] is decimal hundreds:
                tokens[^1] = hundreds * 100;
                return true;
            case "thousand" when tokens.Count > 0 && tokens[^1] is decimal thousands:
                tokens[^1] = thousands * 1000;
                return true;
            case "and" when previous is "hundred" or "thousand":
            case "squared" when tokens.Count > 0:
                if (word == "squared")
                {
                    tokens.Add('^');
                    tokens.Add(2m);
                }

                return true;
            default:
                return false;
        }
    }

    private static decimal Sum(List<object> tokens, ref int position, int depth)
    {
        var value = Product(tokens, ref position, depth);
        while (position < tokens.Count && tokens[position] is '+' or '-')
        {
            var isPlus = tokens[position++] is '+';
            var next = Product(tokens, ref position, depth);
            value = isPlus ? value + next : value - next;
        }

        return value;
    }

    private static decimal Product(List<object> tokens, ref int position, int depth)
    {
        var value = Power(tokens, ref position, depth);
        while (position < tokens.Count && tokens[position] is '*' or '/')
        {
            var isTimes = tokens[position++] is '*';
            var next = Power(tokens, ref position, depth);
            value = isTimes ? value * next : value / next;
        }

        return value;
    }

    private static decimal Power(List<object> tokens, ref int position, int depth)
    {
        var value = Atom(tokens, ref position, depth);
        if (position < tokens.Count && tokens[position] is '^')
        {
            position++;
            var exponent = Atom(tokens, ref position, depth);
            if (exponent is < 0 or > 64 || exponent != decimal.Truncate(exponent))
            {
                throw new FormatException();
            }

            var result = 1m;
            for (var i = 0; i < exponent; i++)
            {
                result *= value;
            }

            return result;
        }

        return value;
    }

    private static decimal Atom(List<object> tokens, ref int position, int depth)
    {
        if (position >= tokens.Count || depth > 16)
        {
            throw new FormatException();
        }

        switch (tokens[position++])
        {
            case decimal number:
                return number;
            case '-':
                return -Atom(tokens, ref position, depth + 1);
            case '(':
                var inner = Sum(tokens, ref position, depth + 1);
                return position < tokens.Count && tokens[position++] is ')' ? inner : throw new FormatException();
            default:
                throw new FormatException();
        }
    }
}
