using System.Runtime.InteropServices;

namespace Parley.Devices.Tests;

/// <summary>What native code prints on stderr while an action runs.</summary>
internal static class StandardError
{
    public static string During(Action action)
    {
        var path = Path.GetTempFileName();
        var file = open(path, 1, 0);
        var saved = dup(2);
        dup2(file, 2).ShouldBe(2);
        try
        {
            action();
        }
        finally
        {
            dup2(saved, 2);
            close(saved);
            close(file);
        }

        var text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    [DllImport("libc.so.6", CharSet = CharSet.Ansi)]
    private static extern int open(string path, int flags, int mode);

    [DllImport("libc.so.6")]
    private static extern int dup(int descriptor);

    [DllImport("libc.so.6")]
    private static extern int dup2(int from, int to);

    [DllImport("libc.so.6")]
    private static extern int close(int descriptor);
}
