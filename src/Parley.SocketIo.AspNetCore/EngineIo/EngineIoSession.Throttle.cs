namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>The rate limit: a token bucket that the receiving side alone touches.</summary>
internal sealed partial class EngineIoSession
{
    private double _tokens = -1;
    private long _tokensAt;

    private ValueTask ThrottleAsync()
    {
        if (_options.RateLimit is not { } limit)
        {
            return default;
        }

        var now = _time.GetTimestamp();
        _tokens = _tokens < 0 && _tokensAt == 0
            ? limit.Burst
            : Math.Min(limit.Burst, _tokens + (_time.GetElapsedTime(_tokensAt, now).TotalSeconds * limit.PacketsPerSecond));
        _tokensAt = now;
        _tokens--;
        if (_tokens >= 0)
        {
            return default;
        }

        EngineIoLog.Throttled(_logger, Id);
        return new ValueTask(Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(-_tokens / limit.PacketsPerSecond), _time, CancellationToken.None), _ended.Task));
    }
}
