namespace Parley.SocketIo.TestHost;

/// <summary>The command line: <c>--port 3000 --ping-interval 300 --ping-timeout 200 --connect-timeout 45000 --max-payload 1000000</c>.</summary>
public sealed record TestHostOptions
{
    /// <summary>TCP port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; } = 3000;

    /// <summary>Milliseconds.</summary>
    public int PingInterval { get; init; } = 300;

    /// <summary>Milliseconds.</summary>
    public int PingTimeout { get; init; } = 200;

    /// <summary>Milliseconds in which a connection must join a namespace.</summary>
    public int ConnectTimeout { get; init; } = 45_000;

    /// <summary>Bytes.</summary>
    public int MaxPayload { get; init; } = 1_000_000;

    /// <summary>Whether what is sent is ASCII only.</summary>
    public bool EscapeNonAscii { get; init; }

    public static TestHostOptions Parse(string[] args)
    {
        var options = new TestHostOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--port" => options with { Port = Number(ref i) },
                "--ping-interval" => options with { PingInterval = Number(ref i) },
                "--ping-timeout" => options with { PingTimeout = Number(ref i) },
                "--connect-timeout" => options with { ConnectTimeout = Number(ref i) },
                "--max-payload" => options with { MaxPayload = Number(ref i) },
                "--ascii" => options with { EscapeNonAscii = true },
                var unknown => throw new ArgumentException($"Unknown option {unknown}."),
            };
        }

        return options;

        int Number(ref int i) => i + 1 < args.Length && int.TryParse(args[++i], out var value)
            ? value
            : throw new ArgumentException($"{args[i]} needs a number.");
    }
}
