using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Silero;

/// <summary>
/// ONNX Runtime's C API, as much of it as running a model needs: a table of functions at fixed places, which only ever grows.
/// One for a library file, for the life of the process. Thread-safe.
/// </summary>
internal sealed unsafe class OnnxRuntime
{
    /// <summary>1.14 and later offer it.</summary>
    private const uint ApiVersion = 14;

    private static readonly ConcurrentDictionary<string, Lazy<OnnxRuntime>> Loaded = new(StringComparer.Ordinal);

    private readonly nint* _api;
    private readonly nint _environment;

    private OnnxRuntime(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var getBase))
        {
            throw new OnnxException($"{Path.GetFileName(path)} is not ONNX Runtime for this machine.");
        }

        // struct OrtApiBase { const OrtApi* GetApi(uint32_t version); const char* GetVersionString(); }
        var apiBase = (nint*)((delegate* unmanaged<nint>)getBase)();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "unknown";
        _api = (nint*)((delegate* unmanaged<uint, nint>)apiBase[0])(ApiVersion);
        if (_api is null)
        {
            throw new OnnxException($"ONNX Runtime {Version} is too old.");
        }

        fixed (byte* name = "parley"u8)
        {
            nint environment;
            const int ErrorsOnly = 3;
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)_api[(int)Function.CreateEnv])(ErrorsOnly, name, &environment));
            _environment = environment;
        }

        nint memory;
        const int ArenaAllocator = 1, DefaultMemory = 0;
        Check(((delegate* unmanaged<int, int, nint*, nint>)_api[(int)Function.CreateCpuMemoryInfo])(ArenaAllocator, DefaultMemory, &memory));
        CpuMemory = memory;
    }

    private enum Function
    {
        GetErrorMessage = 2,
        CreateEnv = 3,
        CreateSessionFromArray = 8,
        Run = 9,
        CreateSessionOptions = 10,
        SetIntraOpThreads = 24,
        SetInterOpThreads = 25,
        CreateTensorWithData = 49,
        CreateCpuMemoryInfo = 69,
        ReleaseStatus = 93,
        ReleaseSession = 95,
        ReleaseValue = 96,
        ReleaseSessionOptions = 100,
    }

    /// <summary>Version of the library, e.g. <c>1.23.2</c>.</summary>
    public string Version { get; }

    private nint CpuMemory { get; }

    /// <summary>Loads the library, once for each path.</summary>
    /// <exception cref="OnnxException">It cannot be loaded, or is not ONNX Runtime.</exception>
    public static OnnxRuntime Load(string path) => Loaded.GetOrAdd(path, static p => new Lazy<OnnxRuntime>(() => new OnnxRuntime(p))).Value;

    /// <summary>Loads a model for runs of one thread each.</summary>
    public nint CreateSession(ReadOnlySpan<byte> model)
    {
        nint options, session;
        Check(((delegate* unmanaged<nint*, nint>)_api[(int)Function.CreateSessionOptions])(&options));
        try
        {
            Check(((delegate* unmanaged<nint, int, nint>)_api[(int)Function.SetIntraOpThreads])(options, 1));
            Check(((delegate* unmanaged<nint, int, nint>)_api[(int)Function.SetInterOpThreads])(options, 1));
            fixed (byte* bytes = model)
            {
                Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_api[(int)Function.CreateSessionFromArray])(
                    _environment, bytes, (nuint)model.Length, options, &session));
            }
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[(int)Function.ReleaseSessionOptions])(options);
        }

        return session;
    }

    public void ReleaseSession(nint session) => ((delegate* unmanaged<nint, void>)_api[(int)Function.ReleaseSession])(session);

    /// <summary>Makes a tensor over memory that outlives it.</summary>
    public nint CreateTensor(void* data, nuint byteLength, ReadOnlySpan<long> shape, OnnxElement element)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[(int)Function.CreateTensorWithData])(
                CpuMemory, data, byteLength, dimensions, (nuint)shape.Length, (int)element, &value));
        }

        return value;
    }

    public void ReleaseTensor(nint value) => ((delegate* unmanaged<nint, void>)_api[(int)Function.ReleaseValue])(value);

    /// <summary>Runs a model from inputs into outputs, all of them made before; names are UTF-8 with a zero at the end.</summary>
    public void Run(nint session, byte** inputNames, nint* inputs, int inputCount, byte** outputNames, nint* outputs, int outputCount) =>
        Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_api[(int)Function.Run])(
            session, 0, inputNames, inputs, (nuint)inputCount, outputNames, (nuint)outputCount, outputs));

    private void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)_api[(int)Function.GetErrorMessage])(status));
        ((delegate* unmanaged<nint, void>)_api[(int)Function.ReleaseStatus])(status);
        throw new OnnxException(message ?? "ONNX Runtime failed.");
    }
}
