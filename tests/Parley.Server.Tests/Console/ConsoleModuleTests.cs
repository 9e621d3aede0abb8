using System.Diagnostics;

namespace Parley.Server.Tests.Console;

/// <summary>The pure modules of <c>web/console</c>, tested by Node's own runner.</summary>
public sealed class ConsoleModuleTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_tests_of_the_modules_pass()
    {
        var folder = Path.Combine(RepositoryRoot(), "web", "console", "tests");
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "--test-reporter=tap", .. Directory.GetFiles(folder, "*.test.mjs")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await node.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }

        node.ExitCode.ShouldBe(0, await output + await errors);
        (await output).ShouldContain("# fail 0");
        (await output).ShouldNotContain("# pass 0");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Parley.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
