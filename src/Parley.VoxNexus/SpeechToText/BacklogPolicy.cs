namespace Parley.VoxNexus;

/// <summary>What happens to audio that comes faster than it can be sent.</summary>
public enum BacklogPolicy
{
    /// <summary>The caller waits.</summary>
    Wait,

    /// <summary>The oldest unsent audio is given up and reported as <see cref="AudioLost"/>: for live microphones.</summary>
    DropOldest,

    /// <summary>The call fails with a <see cref="Realtime.SlowConsumerException"/> and takes nothing.</summary>
    Fail,
}
