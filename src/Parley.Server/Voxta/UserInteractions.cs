using Parley.Conversation;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta;

/// <summary>What users are asked, until somebody answers. Bounded per server: the oldest question is withdrawn. Thread-safe.</summary>
internal sealed class UserInteractions(VoxtaApps apps)
{
    private const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (Player Player, LinkedListNode<Guid> Node)> _open = [];
    private readonly LinkedList<Guid> _order = new();

    /// <summary>Asks all of the player's apps.</summary>
    public void Ask(VoxtaApp app, string message, string url, string module)
    {
        var id = Guid.NewGuid();
        lock (_gate)
        {
            while (_open.Count >= Capacity && _order.First is { } oldest)
            {
                Remove(oldest);
            }

            _open[id] = (app.Player, _order.AddLast(id));
        }

        var request = new UserInteractionRequest
        {
            RequestId = id,
            Message = message,
            Url = url.Length > 0 ? url : null,
            ModuleId = module.Length > 0 ? module : null,
            Input = new UserInteractionInput { Message = message, Url = url.Length > 0 ? url : null, ModuleId = module.Length > 0 ? module : null },
        };
        foreach (var other in apps.Of(app.Player))
        {
            other.Tell(request);
        }
    }

    /// <summary>Takes an answer and tells all of the player's apps that the question is closed. False when there is no such question.</summary>
    public bool Close(Player player, Guid requestId)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(requestId, out var question) || question.Player != player)
            {
                return false;
            }

            Remove(question.Node);
        }

        foreach (var app in apps.Of(player))
        {
            app.Tell(new CloseUserInteractionRequest { RequestId = requestId });
        }

        return true;
    }

    private void Remove(LinkedListNode<Guid> node)
    {
        _open.Remove(node.Value);
        _order.Remove(node);
    }
}
