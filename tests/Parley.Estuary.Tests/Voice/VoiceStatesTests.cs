namespace Parley.Estuary.Tests.Voice;

/// <summary>What the key does and what the server tells are not in one order: neither may leave the session thinking for ever.</summary>
public class VoiceStatesTests
{
    private readonly VoiceStates _states = new(VoiceMode.PushToTalk, onState: null);

    [Fact]
    public void Words_are_thought_about_until_they_are_answered_and_the_answer_was_heard()
    {
        _states.Press();
        _states.State.ShouldBe(VoiceSessionState.Recording);
        _states.Release(hasWords: true);
        _states.State.ShouldBe(VoiceSessionState.Thinking);
        _states.Hear();
        _states.State.ShouldBe(VoiceSessionState.Thinking);
        _states.Speak();
        _states.State.ShouldBe(VoiceSessionState.Speaking);
        _states.FallSilent();
        _states.State.ShouldBe(VoiceSessionState.Idle);
    }

    [Fact]
    public void An_answer_may_be_there_before_the_release_has_returned()
    {
        _states.Press();
        _states.Hear();
        _states.Answer();
        _states.State.ShouldBe(VoiceSessionState.Recording);
        _states.Release(hasWords: true);
        _states.State.ShouldBe(VoiceSessionState.Idle);

        _states.Press();
        _states.Hear();
        _states.Speak();
        _states.Release(hasWords: true);
        _states.State.ShouldBe(VoiceSessionState.Speaking);
        _states.FallSilent();
        _states.State.ShouldBe(VoiceSessionState.Idle);
    }

    [Fact]
    public void The_end_of_an_earlier_answer_under_the_key_answers_nothing()
    {
        _states.Press();
        _states.Answer();
        _states.Hear();
        _states.Release(hasWords: true);
        _states.State.ShouldBe(VoiceSessionState.Thinking);
    }

    [Fact]
    public void A_release_without_words_asks_nothing()
    {
        _states.Press();
        _states.Release(hasWords: false);
        _states.State.ShouldBe(VoiceSessionState.Idle);
    }
}
