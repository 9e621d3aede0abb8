using Parley.Devices.Native;

namespace Parley.Devices.Tests;

public sealed class DeviceBufferTests
{
    [Fact]
    public void Audio_is_played_when_the_device_has_let_go_of_it()
    {
        var device = new DeviceBuffer(capacity: 480, blockLength: 160);
        device.IsSilent.ShouldBeTrue();
        device.Add(160, 160);
        device.Played(320).ShouldBe(0);
        device.IsSilent.ShouldBeFalse();
        device.Add(160, 40);
        device.Played(240).ShouldBe(80);
        device.Add(160, 0);
        device.Played(160).ShouldBe(160);
        device.IsSilent.ShouldBeFalse();
        device.Add(160, 0);
        device.Played(160).ShouldBe(200);
        device.IsSilent.ShouldBeTrue();
    }

    [Fact]
    public void What_was_played_is_never_taken_back()
    {
        var random = new Random(6);
        var device = new DeviceBuffer(capacity: 1_000, blockLength: 160);
        long last = 0, written = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var audio = random.Next(161);
            device.Add(160, audio);
            written += audio;
            device.Played(random.Next(-100, 1_200)).ShouldBeInRange(last, written);
            last = device.Played(1_000);
        }

        last.ShouldBe(written);
    }
}
