namespace Parley.Conversation.Turns;

/// <summary>One transition of the turn machine being worked out.</summary>
internal sealed class TurnStep(TurnState state)
{
    private readonly List<TurnEffect> _effects = [];
    private TurnState _state = state;

    public TurnPhase Phase => _state.Phase;

    public bool HasTurn => _state.Turn != 0;

    public bool HasUtterance => _state.Utterance != 0;

    public bool IsOwed => _state.IsOwed;

    public bool IsOutputHeard => _state.Phase == TurnPhase.Speaking || (_state.Phase == TurnPhase.Interrupted && _state.IsOut);

    public bool IsCurrent(long utterance) => _state.Utterance == utterance;

    public (TurnState Next, IReadOnlyList<TurnEffect> Effects) Result() => (_state, _effects);

    public void To(TurnPhase phase) => _state = _state with { Phase = phase, IsOut = false, IsReady = false };

    public void Hear(long utterance) => _state = _state with { Utterance = utterance };

    /// <summary>The utterance's transcript will not be taken again.</summary>
    public void Settle(long utterance)
    {
        _state = _state with { LastFinal = utterance };
        if (_state.Utterance == utterance)
        {
            _state = _state with { Utterance = 0 };
        }
    }

    public void Forget() => _state = _state with { Utterance = 0 };

    public void Owe() => _state = _state with { IsOwed = true };

    public void Forgive() => _state = _state with { IsOwed = false };

    public void Take(long utterance) => _effects.Add(new TurnEffect.TakeUtterance(utterance));

    public void Rest() => _effects.Add(new TurnEffect.Rest());

    /// <summary>Begins a turn; while the player speaks it is held from the start.</summary>
    public void Begin()
    {
        var turn = _state.LastTurn + 1;
        _state = _state with { Turn = turn, LastTurn = turn, IsOwed = false };
        _effects.Add(new TurnEffect.BeginTurn(turn));
        To(TurnPhase.Thinking);
        if (HasUtterance)
        {
            Hold();
        }
    }

    public void BeginOutput()
    {
        _effects.Add(new TurnEffect.BeginOutput(_state.Turn));
        To(TurnPhase.Speaking);
    }

    public void Ready() => _state = _state with { IsReady = true };

    public void Hold()
    {
        if (_state.Phase != TurnPhase.Interrupted)
        {
            var isOut = _state.Phase == TurnPhase.Speaking;
            To(TurnPhase.Interrupted);
            _state = _state with { IsOut = isOut };
        }

        _effects.Add(new TurnEffect.HoldOutput(_state.Turn, _state.Utterance));
    }

    /// <summary>Held output goes on, or begins if it is ready.</summary>
    public void Release()
    {
        if (_state.Phase != TurnPhase.Interrupted)
        {
            return;
        }

        if (_state.IsOut)
        {
            _effects.Add(new TurnEffect.ResumeOutput(_state.Turn));
            To(TurnPhase.Speaking);
        }
        else if (_state.IsReady)
        {
            BeginOutput();
        }
        else
        {
            To(TurnPhase.Thinking);
        }
    }

    public void Cancel(bool bySpeech, bool owed)
    {
        _effects.Add(new TurnEffect.CancelTurn(_state.Turn, bySpeech));
        _state = _state with { Turn = 0, IsOwed = _state.IsOwed || owed };
    }

    public void End(bool failed)
    {
        _effects.Add(new TurnEffect.EndTurn(_state.Turn, failed));
        _state = _state with { Turn = 0 };
        if (HasUtterance)
        {
            To(TurnPhase.UserSpeaking);
        }
        else
        {
            To(TurnPhase.Listening);
            Rest();
        }
    }
}
