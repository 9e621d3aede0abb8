using System.Globalization;
using Parley.SocketIo.Bench;

// echo  URL PID [--connections 8] [--outstanding 16] [--seconds 5] [--warm 5] [--binary]
// idle  URL PID [--connections 5000]
// client URL [--outstanding 16] [--seconds 5] [--warm 5]
if (args is ["client", var address, ..])
{
    return await ClientBench.RunAsync(new Uri(address), Number("--outstanding", 16), Number("--warm", 5), Number("--seconds", 5));
}

if (args.Length < 3 || args[0] is not ("echo" or "idle"))
{
    Console.Error.WriteLine("usage: echo|idle URL PID, or client URL; [--connections N] [--outstanding N] [--seconds N] [--warm N] [--binary]");
    return 2;
}

var url = new Uri(args[1]);
var server = new ServerProcess(int.Parse(args[2], CultureInfo.InvariantCulture));
return args[0] == "echo"
    ? await EchoBench.RunAsync(url, server, Number("--connections", 8), Number("--outstanding", 16), Number("--warm", 5), Number("--seconds", 5), args.Contains("--binary"))
    : await IdleBench.RunAsync(url, server, Number("--connections", 5000));

int Number(string name, int otherwise)
{
    var at = Array.IndexOf(args, name);
    return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
}
