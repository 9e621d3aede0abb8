namespace Parley.Server.Tests.Estuary;

/// <summary>What a client should not send.</summary>
public static class BadInputs
{
    private const string Live = """42/sdk,["update_preferences",null]""";

    /// <summary>The one breach that the reference bears: it takes such an id for a number that is not exact.</summary>
    public const string OwnChoice = "an acknowledgement id beyond numbers";

    /// <summary>What breaks the protocol, each with the messages that do; binary ones as hexadecimal in angle brackets.</summary>
    public static TheoryData<string, string[]> Broken => new()
    {
        { "an unknown engine packet", ["7"] },
        { "an empty message", [""] },
        { "a ping, which only the server sends", ["2"] },
        { "an empty packet", ["4"] },
        { "an unknown packet type", ["49/sdk,[]"] },
        { "an event that is an object", ["42/sdk,{}"] },
        { "an event that is a text", ["42/sdk,\"text\""] },
        { "an event without a name", ["42/sdk,[]"] },
        { "an event whose name is an object", ["42/sdk,[{}]"] },
        { "an event with a name of the protocol", ["""42/sdk,["disconnect"]"""] },
        { "an event cut short", ["""42/sdk,["text",{"text":"hi"}"""] },
        { OwnChoice, ["""42/sdk,99999999999999999999["text",null]"""] },
        { "an event to a namespace never joined", ["""42/other,["text",null]"""] },
        { "an event to the main namespace", ["""42["text",null]"""] },
        { "a connect that is no JSON", ["40/other,{"] },
        { "a connect with a list", ["40/other,[]"] },
        { "attachments without a number", ["""45-/sdk,["stream_audio",{}]"""] },
        { "attachments whose number is a word", ["""45x-/sdk,["stream_audio",{}]"""] },
        { "more attachments than anybody sends", ["""4599999999-/sdk,["stream_audio",{}]"""] },
        { "text instead of an attachment", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":0}}]""", Live] },
        { "an attachment nobody announced", ["<00>"] },
        { "an attachment that does not exist", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":5}}]""", "<0000>"] },
        { "an attachment with a negative number", ["""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":-1}}]""", "<0000>"] },
        { "a refusal, which only the server sends", ["44/sdk,{}"] },
    };

    /// <summary>What keeps the protocol and makes no sense.</summary>
    public static TheoryData<string, string[]> Wrong => new()
    {
        { "an acknowledgement nobody waits for", ["43/sdk,7[]"] },
        { "an acknowledgement without an id", ["43/sdk,[]"] },
        { "a name of the language", ["""42/sdk,["__proto__",{"__proto__":{"text":"x"}}]"""] },
        { "a number as name", ["42/sdk,[7,{}]"] },
        { "more arguments than one", ["""42/sdk,["update_preferences",null,1,[2],"3"]"""] },
        { "an unknown event", ["""42/sdk,["nobody_knows_this",{"a":{"b":[1,2,3]}}]"""] },
        { "audio that is an object", ["""42/sdk,["stream_audio",{"audio":{}}]"""] },
        { "audio that is no base64", ["""42/sdk,["stream_audio",{"audio":"*** not audio ***"}]"""] },
        { "audio at no rate", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":-5}]"""] },
        { "audio at an enormous rate", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":1000000000}]"""] },
        { "audio at a rate that is a word", ["""42/sdk,["stream_audio",{"audio":"AQACAA==","sample_rate":"fast"}]"""] },
        { "empty audio", ["""42/sdk,["stream_audio",{"audio":""}]"""] },
        { "audio as a number", ["""42/sdk,["stream_audio",7]"""] },
        { "audio as nothing", ["""42/sdk,["stream_audio"]"""] },
        { "a binary event without a place for its attachment", ["""451-/sdk,["stream_audio",{}]""", "<0102>"] },
        { "a text that is a number", ["""42/sdk,["text",{"text":7}]"""] },
        { "a text that is missing", ["""42/sdk,["text",{}]"""] },
        { "a text that is blank", ["""42/sdk,["text",{"text":" \n "}]"""] },
        { "a line that is a list", ["""42/sdk,["say_line",{"text":[]}]"""] },
        { "a voice mode that is a number", ["""42/sdk,["start_voice",{"turn_mode":7}]"""] },
        { "a voice mode nobody knows", ["""42/sdk,["start_voice",{"turn_mode":"shouting"}]"""] },
        { "an interrupt of nothing", ["""42/sdk,["client_interrupt",{"message_id":"msg_zz"}]"""] },
        { "an interrupt with a list", ["""42/sdk,["client_interrupt",[]]"""] },
        { "a completion of nothing", ["""42/sdk,["audio_playback_complete",{"message_id":"livekit-audio"}]"""] },
        { "a completion that is a text", ["""42/sdk,["audio_playback_complete","x"]"""] },
        { "a picture without a picture", ["""42/sdk,["camera_image",{"mime_type":"image/png"}]"""] },
        { "somebody else's credentials", ["""42/sdk,["authenticate",{"api_key":"x","character_id":"y","player_id":"z"}]"""] },
        { "credentials that are a list", ["""42/sdk,["authenticate",[1]]"""] },
    };
}
