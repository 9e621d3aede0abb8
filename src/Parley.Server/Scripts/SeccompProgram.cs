namespace Parley.Server.Scripts;

/// <summary>A filter in the kernel's classic BPF: which system calls fail with "not permitted". Instructions are 8 bytes as the kernel reads them.</summary>
internal static class SeccompProgram
{
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7FFF0000;
    private const uint NotPermitted = 0x00050001;

    // Offsets in struct seccomp_data.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint ThirdArgument = 32;
    private const uint UpperHalf = 4;

    // Numbers of the x32 interface begin here; no other architecture has so many.
    private const uint FirstForeign = 0x40000000;

    public static ulong[] Refusing(SystemCalls calls)
    {
        var count = calls.Refused.Count;

        // Jumps are relative to the next instruction; the last two are "allow" and "refuse".
        var refuse = count + 10;
        var program = new List<ulong>(refuse + 1)
        {
            Instruction(Load, 0, 0, Architecture),
            Instruction(JumpIfEqual, 0, (byte)(refuse - 2), calls.Architecture),
            Instruction(Load, 0, 0, Number),
            Instruction(JumpIfAtLeast, (byte)(refuse - 4), 0, FirstForeign),
        };
        foreach (var call in calls.Refused)
        {
            program.Add(Instruction(JumpIfEqual, (byte)(refuse - program.Count - 1), 0, (uint)call));
        }

        // Without new limits it only reads them.
        program.Add(Instruction(JumpIfEqual, 0, 4, (uint)calls.Prlimit));
        program.Add(Instruction(Load, 0, 0, ThirdArgument));
        program.Add(Instruction(JumpIfEqual, 0, 3, 0));
        program.Add(Instruction(Load, 0, 0, ThirdArgument + UpperHalf));
        program.Add(Instruction(JumpIfEqual, 0, 1, 0));
        program.Add(Instruction(Return, 0, 0, Allow));
        program.Add(Instruction(Return, 0, 0, NotPermitted));
        return [.. program];
    }

    private static ulong Instruction(ushort code, byte ifTrue, byte ifFalse, uint value) =>
        code | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)value << 32);
}
