using System.Text;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.Wire;

public class InitMessageTests
{
    [Fact]
    public void The_documented_example_is_read_whole()
    {
        var problems = new List<WireProblem>();
        var message = TtsInitMessage.Read(
            """
            {"type":"init","voice_id":"vl-xiaoxiao","language":"zh-CN","format":"wav","sample_rate":16000,"speed":1.0,"pitch":0,
             "volume":1.0,"voice_config":{"style":"cheerful","role":"Girl","degree":0.5}}
            """u8,
            problems);

        problems.ShouldBeEmpty();
        message.Validate().ShouldBeEmpty();
        message.Settings.ShouldBe(new SynthesisSettings
        {
            VoiceId = "vl-xiaoxiao",
            Language = "zh-CN",
            Format = "wav",
            SampleRate = 16_000,
            Speed = 1,
            Pitch = 0,
            Volume = 1,
            VoiceConfig = new VoiceConfig { Style = "cheerful", Role = "Girl", Degree = 0.5 },
        });
    }

    [Fact]
    public void Null_is_absent_and_a_whole_float_is_an_integer()
    {
        var problems = new List<WireProblem>();
        var message = SttInitMessage.Read("""{"language":null,"sample_rate":16000.0,"enable_timestamps":null,"later":{"x":[1]},"type":"init"}"""u8, problems);

        problems.ShouldBeEmpty();
        message.ShouldBe(new SttInitMessage { SampleRate = 16_000 });
    }

    [Theory]
    [InlineData("\"sample_rate\":\"16000\"", "sample_rate", "INVALID_PARAMETER")]
    [InlineData("\"sample_rate\":16000.5", "sample_rate", "INVALID_PARAMETER")]
    [InlineData("\"sample_rate\":1e30", "sample_rate", "INVALID_PARAMETER")]
    [InlineData("\"speed\":1e999", "speed", "INVALID_PARAMETER")]
    [InlineData("\"speed\":true", "speed", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":{\"a\":[1,2]}", "voice_id", "INVALID_PARAMETER")]
    [InlineData("\"voice_config\":[]", "voice_config", "INVALID_VOICE_CONFIG")]
    [InlineData("\"voice_config\":{\"style\":3}", "voice_config.style", "INVALID_VOICE_CONFIG")]
    public void A_wrong_type_names_its_field(string member, string field, string code)
    {
        var problems = new List<WireProblem>();
        var message = TtsInitMessage.Read(Encoding.UTF8.GetBytes($"{{\"type\":\"init\",{member},\"language\":\"en\"}}"), problems);

        var problem = problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe(field);
        problem.Code.Value.ShouldBe(code);
        problem.Message.ShouldStartWith(field);
        message.Settings.Language.ShouldBe("en");
    }

    [Theory]
    [InlineData("\"voice_id\":\"\"", "MISSING_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"speed\":0.49", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"speed\":2.01", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"pitch\":12.5", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"volume\":-0.1", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"sample_rate\":12345", "UNSUPPORTED_SAMPLE_RATE")]
    [InlineData("\"voice_id\":\"v\",\"language\":\"e\"", "INVALID_PARAMETER")]
    [InlineData("\"voice_id\":\"v\",\"language\":\"en_US\"", "INVALID_PARAMETER")]
    public void A_value_out_of_range_has_its_code(string members, string code) =>
        TtsInitMessage.Read(Encoding.UTF8.GetBytes($"{{\"type\":\"init\",{members}}}")).Validate().ShouldHaveSingleItem().Code.Value.ShouldBe(code);

    [Theory]
    [InlineData("\"voice_id\":\"v\",\"speed\":0.5")]
    [InlineData("\"voice_id\":\"v\",\"speed\":2")]
    [InlineData("\"voice_id\":\"v\",\"pitch\":-12")]
    [InlineData("\"voice_id\":\"v\",\"volume\":0")]
    [InlineData("\"voice_id\":\"v\",\"language\":\"zh-Hans-CN\"")]
    public void The_bounds_belong_to_the_range(string members) =>
        TtsInitMessage.Read(Encoding.UTF8.GetBytes($"{{\"type\":\"init\",{members}}}")).Validate().ShouldBeEmpty();

    [Fact]
    public void The_degree_is_clamped_and_unknown_options_are_kept()
    {
        var config = TtsInitMessage.Read("""{"type":"init","voice_config":{"degree":7,"warmth":{"a":1}}}"""u8).Settings.VoiceConfig.ShouldNotBeNull();
        config.Degree.ShouldBe(2.0);
        config.Additional.ShouldNotBeNull()["warmth"].ShouldBe("{\"a\":1}");
    }

    [Fact]
    public void What_is_written_is_read_back_and_holds_no_null()
    {
        var message = new SttInitMessage { Language = "de", Format = "pcm", SampleRate = 16_000, EnableTimestamps = true, Keyterms = ["Parley"] };
        using var wire = new PooledBufferWriter();
        message.Write(wire);
        Encoding.UTF8.GetString(wire.WrittenSpan).ShouldBe("""{"type":"init","language":"de","format":"pcm","sample_rate":16000,"enable_timestamps":true,"keyterms":["Parley"]}""");
        var back = SttInitMessage.Read(wire.WrittenSpan);
        back.Keyterms.ShouldBe(["Parley"]);
        (back with { Keyterms = message.Keyterms }).ShouldBe(message);
    }

    [Fact]
    public void A_lone_surrogate_in_text_is_replaced()
    {
        var problems = new List<WireProblem>();
        TextMessage.Read("""{"type":"text","text":"a\ud83d b\ud83d\ude00","is_final":true}"""u8, problems).ShouldBe(new TextMessage("a\uFFFD b😀", true));
        problems.ShouldBeEmpty();
    }
}
