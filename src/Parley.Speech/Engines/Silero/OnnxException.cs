namespace Parley.Speech.Engines.Silero;

/// <summary>ONNX Runtime refused.</summary>
internal sealed class OnnxException(string message) : Exception(message);
