namespace Parley.Speech.Engines.Silero;

/// <summary>Types of tensor elements, as ONNX numbers them.</summary>
internal enum OnnxElement
{
    Float = 1,
    Int64 = 7,
}
