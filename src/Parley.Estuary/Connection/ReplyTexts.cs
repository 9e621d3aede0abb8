using System.Text;
using Parley.Estuary.Wire;

namespace Parley.Estuary;

/// <summary>Puts the text of answers together. Servers send pieces that add up, or everything so far each time (specification §3.1).</summary>
internal sealed class ReplyTexts
{
    private const int Remembered = 16;

    private readonly List<(string Id, StringBuilder Text)> _open = [];

    public BotResponse Add(BotResponseMessage message)
    {
        var (id, text) = (message.MessageId ?? "", message.Text ?? "");
        if (message.IsFinal)
        {
            _open.RemoveAll(r => r.Id == id);
            return Response(text, "");
        }

        var known = Find(id);
        var isAccumulated = message.Partial.Text is { Length: > 0 } piece && piece.Length < text.Length && text.EndsWith(piece, StringComparison.Ordinal);
        if (isAccumulated)
        {
            known.Clear();
        }

        known.Append(text);
        return Response(known.ToString(), isAccumulated ? message.Partial.Text! : text);

        BotResponse Response(string whole, string added) => new(id, whole, added, message.IsFinal, message.ChunkIndex, message.IsInterjection);
    }

    private StringBuilder Find(string id)
    {
        foreach (var (known, text) in _open)
        {
            if (known == id)
            {
                return text;
            }
        }

        if (_open.Count == Remembered)
        {
            _open.RemoveAt(0);
        }

        _open.Add((id, new StringBuilder()));
        return _open[^1].Text;
    }
}
