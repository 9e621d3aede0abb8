using Microsoft.Extensions.AI;

namespace Parley.Conversation.Replies.OpenAi;

/// <summary>Tells thought from speech where a model writes its thoughts into the answer between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>.</summary>
internal sealed class ThoughtFilter
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    private string _pending = "";
    private bool _isThought;

    public IEnumerable<AIContent> Take(string text)
    {
        _pending += text;
        while (true)
        {
            var tag = _isThought ? Close : Open;
            var at = _pending.IndexOf(tag, StringComparison.OrdinalIgnoreCase);
            var end = at >= 0 ? at : _pending.Length - HeldBack(tag);
            if (end > 0)
            {
                yield return Content(_pending[..end]);
            }

            _pending = _pending[(at >= 0 ? at + tag.Length : end)..];
            if (at < 0)
            {
                yield break;
            }

            _isThought = !_isThought;
        }
    }

    public IEnumerable<AIContent> TakeRest()
    {
        if (_pending.Length > 0)
        {
            yield return Content(_pending);
            _pending = "";
        }
    }

    /// <summary>How much of the end may be the beginning of the tag.</summary>
    private int HeldBack(string tag)
    {
        for (var length = Math.Min(tag.Length - 1, _pending.Length); length > 0; length--)
        {
            if (tag.StartsWith(_pending[^length..], StringComparison.OrdinalIgnoreCase))
            {
                return length;
            }
        }

        return 0;
    }

    private AIContent Content(string text) => _isThought ? new TextReasoningContent(text) : new TextContent(text);
}
