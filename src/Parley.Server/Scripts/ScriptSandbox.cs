using System.Runtime.InteropServices;

namespace Parley.Server.Scripts;

/// <summary>
/// What the operating system takes from a script's process before the script runs, so that one which broke out of the engine would still
/// reach nothing: no file is opened but the program's and the runtime's own for reading, no socket, no program started, no other process
/// touched. Linux on x64 and ARM64; a step that the kernel does not know is left out.
/// </summary>
internal static class ScriptSandbox
{
    private const int LimitCore = 4;
    private const int SetNoNewPrivileges = 38;
    private const int SetSeccompFilter = 1;
    private const int SynchronizeThreads = 1;
    private const int OpenPath = 0x280000;
    private const int RuleBeneathPath = 1;

    // Everything Landlock knew from its beginning, and of that what the runtime needs.
    private const ulong AllFileAccess = 0x1FFF;
    private const ulong ReadFiles = 0xC;

    /// <summary>Takes it for good. What is open stays open. The file rules hold for this thread and those it starts, the rest for all.</summary>
    public static void Enter()
    {
        var calls = !OperatingSystem.IsLinux() ? null : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => SystemCalls.X64,
            Architecture.Arm64 => SystemCalls.Arm64,
            _ => null,
        };
        if (calls is null)
        {
            return;
        }

        // Dates look for the machine's zone in files.
        _ = TimeZoneInfo.Local.BaseUtcOffset;
        try
        {
            _ = Prctl(SetNoNewPrivileges, 1, 0, 0, 0);
            _ = SetLimit(LimitCore, default);
            RestrictFiles();
            RefuseCalls(calls);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: the process has its own limits all the same.
        }
    }

    private static void RestrictFiles()
    {
        var handled = AllFileAccess;
        var rules = (int)CreateRuleset(SystemCalls.LandlockCreateRuleset, in handled, sizeof(ulong), 0);
        if (rules < 0)
        {
            return;
        }

        // The runtime loads parts of itself when they are first used.
        foreach (var folder in (string[])[AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory(), "/lib", "/lib64", "/usr/lib"])
        {
            var parent = Open(folder, OpenPath);
            if (parent >= 0)
            {
                var rule = new PathRule { Allowed = ReadFiles, Parent = parent };
                _ = AddRule(SystemCalls.LandlockAddRule, rules, RuleBeneathPath, in rule, 0);
                _ = Close(parent);
            }
        }

        _ = RestrictSelf(SystemCalls.LandlockRestrictSelf, rules, 0);
        _ = Close(rules);
    }

    private static void RefuseCalls(SystemCalls calls)
    {
        var program = SeccompProgram.Refusing(calls);
        var pinned = GCHandle.Alloc(program, GCHandleType.Pinned);
        try
        {
            var header = new ProgramHeader { Length = (ushort)program.Length, Instructions = pinned.AddrOfPinnedObject() };
            _ = Seccomp(calls.Seccomp, SetSeccompFilter, SynchronizeThreads, in header);
        }
        finally
        {
            pinned.Free();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramHeader
    {
        public ushort Length;
        public nint Instructions;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Allowed;
        public int Parent;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limit limit);

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Seccomp(nint call, nuint operation, nuint flags, in ProgramHeader program);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint CreateRuleset(nint call, in ulong handled, nuint size, nuint flags);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint AddRule(nint call, nint rules, nuint type, in PathRule rule, nuint flags);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint RestrictSelf(nint call, nint rules, nuint flags);
}
