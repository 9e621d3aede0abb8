using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Serialisation of the socket's messages without reflection: snake_case, nulls left out, non-ASCII characters escaped (§1.7).</summary>
/// <remarks>Wire types have setters: generated code assigns every init-only property, and would overwrite the defaults of fields that are absent.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientInt32Converter)])]
[JsonSerializable(typeof(AuthenticateMessage))]
[JsonSerializable(typeof(TextMessage))]
[JsonSerializable(typeof(SayLineMessage))]
[JsonSerializable(typeof(StartVoiceMessage))]
[JsonSerializable(typeof(ClientInterruptMessage))]
[JsonSerializable(typeof(AudioPlaybackCompleteMessage))]
[JsonSerializable(typeof(UpdatePreferencesMessage))]
[JsonSerializable(typeof(CameraImageMessage))]
[JsonSerializable(typeof(SessionInfoMessage))]
[JsonSerializable(typeof(AuthErrorMessage))]
[JsonSerializable(typeof(BotResponseMessage))]
[JsonSerializable(typeof(BotVoiceMessage))]
[JsonSerializable(typeof(SttResponseMessage))]
[JsonSerializable(typeof(InterruptMessage))]
[JsonSerializable(typeof(VoiceErrorMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(QuotaExceededMessage))]
[JsonSerializable(typeof(TimeoutMessage))]
[JsonSerializable(typeof(SessionRejectedMessage))]
[JsonSerializable(typeof(MemoryUpdatedMessage))]
[JsonSerializable(typeof(MotiveUpdatedMessage))]
[JsonSerializable(typeof(ClientActionMessage))]
[JsonSerializable(typeof(CameraCaptureMessage))]
[JsonSerializable(typeof(LiveKitTokenMessage))]
[JsonSerializable(typeof(LiveKitErrorMessage))]
[JsonSerializable(typeof(ModerationWarningMessage))]
public sealed partial class EstuaryJsonContext : JsonSerializerContext;
