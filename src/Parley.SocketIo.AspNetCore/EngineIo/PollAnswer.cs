using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>What an outstanding poll is answered with.</summary>
/// <param name="Frames">Messages, owned by whoever writes the answer; null for none.</param>
/// <param name="Last">A packet behind them: noop or close; null for none.</param>
/// <param name="IsRefused">Answer 400 instead.</param>
internal readonly record struct PollAnswer(OutgoingFrames? Frames, string? Last, bool IsRefused = false)
{
    public const string Noop = "6";
    public const string Close = "1";
}
