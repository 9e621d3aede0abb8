using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Silero;

/// <summary>A tensor over native memory of its own, zero at first.</summary>
/// <typeparam name="T">Its elements: float or long.</typeparam>
internal sealed unsafe class OnnxTensor<T> : IDisposable
    where T : unmanaged
{
    private readonly OnnxRuntime _runtime;
    private readonly int _length;
    private T* _data;

    public OnnxTensor(OnnxRuntime runtime, params ReadOnlySpan<long> shape)
    {
        _runtime = runtime;
        _length = 1;
        foreach (var dimension in shape)
        {
            _length = checked(_length * (int)dimension);
        }

        var bytes = (nuint)(_length * sizeof(T));
        _data = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_data, bytes);
        Handle = runtime.CreateTensor(_data, bytes, shape, typeof(T) == typeof(float) ? OnnxElement.Float : OnnxElement.Int64);
    }

    public nint Handle { get; private set; }

    public Span<T> Data => new(_data, _length);

    public void Dispose()
    {
        if (_data is not null)
        {
            _runtime.ReleaseTensor(Handle);
            NativeMemory.AlignedFree(_data);
            _data = null;
            Handle = 0;
        }
    }
}
