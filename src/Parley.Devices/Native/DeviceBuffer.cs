namespace Parley.Devices.Native;

/// <summary>
/// Keeps account of what a device still has in its buffer: of the blocks written, how much was audio and how much is played.
/// </summary>
internal sealed class DeviceBuffer
{
    private readonly int _capacity;
    private readonly (int Length, int Audio)[] _blocks;
    private int _newest;
    private long _written;
    private long _played;

    /// <param name="capacity">What the device takes when it is empty, in its samples.</param>
    /// <param name="blockLength">Samples of a block at the device's rate.</param>
    public DeviceBuffer(int capacity, int blockLength)
    {
        _capacity = capacity;
        _blocks = new (int, int)[(capacity / Math.Max(1, blockLength - 1)) + 2];
    }

    /// <summary>Whether no audio is on its way to the listener.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>A block was written: its length at the device's rate, and how many of its source samples are audio.</summary>
    public void Add(int length, int audio)
    {
        _newest = (_newest + 1) % _blocks.Length;
        _blocks[_newest] = (length, audio);
        _written += audio;
    }

    /// <summary>How many audio samples have been played when the device would take this many now.</summary>
    public long Played(int writeAvailable)
    {
        var inDevice = Math.Max(0, _capacity - writeAvailable);
        long audio = 0;
        for (var back = 0; back < _blocks.Length && inDevice > 0; back++)
        {
            var (length, blockAudio) = _blocks[(_newest - back + _blocks.Length) % _blocks.Length];
            var share = Math.Min(length, inDevice);
            inDevice -= share;

            // A block that is partly out counts in proportion, and as audio until all of it is out.
            audio += length == 0 ? 0 : (((long)blockAudio * share) + length - 1) / length;
        }

        IsSilent = audio == 0;
        _played = Math.Max(_played, _written - audio);
        return _played;
    }
}
