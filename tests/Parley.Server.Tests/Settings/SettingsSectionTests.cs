using System.Globalization;
using Parley.Server.Estuary;
using Parley.Server.Settings;
using Parley.Server.Voxta;
using Parley.Server.Voxta.Audio;

namespace Parley.Server.Tests.Settings;

public sealed class SettingsSectionTests
{
    [Fact]
    public void A_section_is_read_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var estuary = Read<EstuaryOptions>("estuary", ("voiceIdle", "00:05:00"), ("endOfSpeech", "00:00:00.5"), ("botResponseText", "accumulated"), ("profile", "unity"), ("messagesPerHour", "60"));
            estuary.VoiceIdle.ShouldBe(TimeSpan.FromMinutes(5));
            estuary.EndOfSpeech.ShouldBe(TimeSpan.FromMilliseconds(500));
            estuary.BotResponseText.ShouldBe(BotResponseText.Accumulated);
            estuary.Profile.ShouldBe("unity");
            estuary.MessagesPerHour.ShouldBe(60);
            estuary.SessionIdle.ShouldBe(new EstuaryOptions().SessionIdle);
            var voxta = Read<VoxtaOptions>("voxta", ("ownerGrace", "00:01:00"), ("audioOutputRate", "24000"), ("autoSubmitTranscripts", "never"));
            voxta.OwnerGrace.ShouldBe(TimeSpan.FromMinutes(1));
            voxta.AudioOutputRate.ShouldBe(24_000);
            voxta.AutoSubmitTranscripts.ShouldBe(AutoSubmitTranscripts.Never);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_defaults_are_within_their_ranges()
    {
        Read<EstuaryOptions>("estuary").ShouldBe(new EstuaryOptions());
        Read<VoxtaOptions>("voxta").ShouldBe(new VoxtaOptions());
    }

    [Theory]
    [InlineData("voiceIdle", "00:00:01")]
    [InlineData("voiceIdle", "never")]
    [InlineData("profile", "godot")]
    [InlineData("botResponseText", "Both")]
    [InlineData("connectionsPerKey", "0")]
    public void A_value_that_makes_no_sense_is_refused_with_its_section(string name, string value) =>
        Should.Throw<SettingsException>(() => Read<EstuaryOptions>("estuary", (name, value))).Message.ShouldStartWith("estuary: ");

    private static T Read<T>(string section, params (string Name, string Value)[] values)
        where T : class, new() =>
        ParleySettings.From(values.Select(v => new KeyValuePair<string, string?>($"{section}:{v.Name}", v.Value))).Read<T>(section);
}
