using Parley.Server.Estuary.Voice;
using Parley.Testing;

namespace Parley.Server.Tests.Estuary;

/// <summary>The rate of a microphone that nobody states (specification §5).</summary>
public sealed class MicrophoneRateTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(24_000, 16_000)]
    [InlineData(16_000, 24_000)]
    [InlineData(16_000, 48_000)]
    [InlineData(16_000, 44_100)]
    [InlineData(16_000, 8_000)]
    public void Two_windows_that_contradict_change_it(int assumed, int actual)
    {
        var rate = new MicrophoneRate(_time, assumed);
        Packets(rate, actual, TimeSpan.FromSeconds(1.6)).ShouldBe(0);
        rate.Current.ShouldBe(assumed, "one window may be a hiccup");
        Packets(rate, actual, TimeSpan.FromSeconds(1.6)).ShouldBe(1);
        rate.Current.ShouldBe(actual);
        Packets(rate, actual, TimeSpan.FromSeconds(10)).ShouldBe(0);
    }

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(48_000, 44_100)]
    public void Neighbours_within_the_tolerance_are_not_told_apart(int assumed, int actual)
    {
        var rate = new MicrophoneRate(_time, assumed);
        Packets(rate, actual, TimeSpan.FromSeconds(10)).ShouldBe(0);
    }

    [Fact]
    public void A_window_that_agrees_clears_the_doubt()
    {
        var rate = new MicrophoneRate(_time, 16_000);
        for (var i = 0; i < 5; i++)
        {
            Packets(rate, 24_000, TimeSpan.FromSeconds(1.5)).ShouldBe(0);
            Packets(rate, 16_000, TimeSpan.FromSeconds(3)).ShouldBe(0);
        }

        rate.Current.ShouldBe(16_000);
    }

    [Theory]
    [InlineData(19_500)]
    [InlineData(30_000)]
    [InlineData(100)]
    public void A_rate_that_no_microphone_has_changes_nothing(int strange)
    {
        var rate = new MicrophoneRate(_time, 16_000);
        Packets(rate, strange, TimeSpan.FromSeconds(10)).ShouldBe(0);
        rate.Current.ShouldBe(16_000);
    }

    [Fact]
    public void Pauses_between_packets_are_no_low_rate()
    {
        // A talk key, mute and client-side voice activity stop the packets.
        var rate = new MicrophoneRate(_time, 16_000);
        for (var i = 0; i < 10; i++)
        {
            Packets(rate, 16_000, TimeSpan.FromSeconds(1)).ShouldBe(0);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        rate.Current.ShouldBe(16_000);
    }

    [Fact]
    public void What_is_stated_is_not_doubted()
    {
        var rate = new MicrophoneRate(_time, 16_000);
        rate.State(44_100);
        Packets(rate, 16_000, TimeSpan.FromSeconds(10)).ShouldBe(0);
        rate.Current.ShouldBe(44_100);
    }

    [Fact]
    public async Task On_the_wire_what_follows_is_heard_at_the_right_speed()
    {
        // Declares 24 kHz, as the TypeScript client does by default, and sends 16 kHz, as its documentation says.
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.OpenAsync();
        await client.SendAsync("40/sdk,");
        await client.NextPacketAsync();
        await client.EmitAsync("authenticate", EstuaryFixture.Auth(more: ",\"audio_sample_rate\":24000"));
        await client.EventAsync("session_info");
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        stream.Options.SampleRate.ShouldBe(24_000);
        var packet = $$"""{"audio":"{{Convert.ToBase64String(new byte[3_200])}}"}""";
        for (var i = 0; i < 40; i++)
        {
            (await client.AskAsync("stream_audio", packet)).ShouldBeEmpty();
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // Four seconds: three at the wrong rate, then each 1,600 samples are 2,400 for the recogniser.
        await stream.WaitForSamplesAsync(40 * 1_600, Cancel);
        await client.AskAsync("stream_audio", packet);
        var before = stream.Samples.Length;
        for (var i = 0; i < 10; i++)
        {
            await client.AskAsync("stream_audio", packet);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await stream.WaitForSamplesAsync(before + (9 * 2_400), Cancel);
    }

    [Fact]
    public async Task A_stated_rate_counts_from_its_packet_on()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await client.EmitAsync("stream_audio", $$"""{"audio":"{{Convert.ToBase64String(new byte[3_200])}}"}""");
        await stream.WaitForSamplesAsync(1_600, Cancel);
        await client.EmitAsync("stream_audio", $$"""{"audio":"{{Convert.ToBase64String(new byte[9_600])}}","sample_rate":48000}""");
        await stream.WaitForSamplesAsync(1_600 + 1_500, Cancel);
        stream.Samples.Length.ShouldBeLessThanOrEqualTo(3_200);
    }

    /// <summary>Packets of 100 ms for a time; how often the rate was found to be another.</summary>
    private int Packets(MicrophoneRate rate, int actual, TimeSpan time)
    {
        var changes = 0;
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(100))
        {
            changes += rate.Count(actual / 10) ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return changes;
    }
}
