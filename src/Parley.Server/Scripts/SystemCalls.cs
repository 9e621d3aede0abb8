namespace Parley.Server.Scripts;

/// <summary>Numbers of Linux system calls on one architecture.</summary>
/// <param name="Architecture">The kernel's name of the architecture, <c>AUDIT_ARCH_…</c>.</param>
/// <param name="Seccomp"><c>seccomp</c> itself.</param>
/// <param name="Prlimit"><c>prlimit64</c>, which also reads limits: only setting them is refused.</param>
/// <param name="Refused">What a script's process has no use for.</param>
internal sealed record SystemCalls(uint Architecture, int Seccomp, int Prlimit, IReadOnlyList<int> Refused)
{
    /// <summary><c>landlock_create_ruleset</c>, the same everywhere.</summary>
    public const int LandlockCreateRuleset = 444;

    /// <summary><c>landlock_add_rule</c>.</summary>
    public const int LandlockAddRule = 445;

    /// <summary><c>landlock_restrict_self</c>.</summary>
    public const int LandlockRestrictSelf = 446;

    /// <summary>
    /// execve, execveat, fork, vfork, socket, ptrace, kill, setrlimit, process_vm_readv, process_vm_writev, pidfd_open, io_uring_setup, bpf,
    /// unshare, setns, mount, open_by_handle_at, perf_event_open, userfaultfd, add_key, request_key, keyctl.
    /// </summary>
    public static SystemCalls X64 { get; } = new(
        0xC000003E, 317, 302, [59, 322, 57, 58, 41, 101, 62, 160, 310, 311, 434, 425, 321, 272, 308, 165, 304, 298, 323, 248, 249, 250]);

    /// <summary>The same but for fork and vfork, which are not there.</summary>
    public static SystemCalls Arm64 { get; } = new(
        0xC00000B7, 277, 261, [221, 281, 198, 117, 129, 164, 270, 271, 434, 425, 280, 97, 268, 40, 265, 241, 282, 217, 218, 219]);
}
