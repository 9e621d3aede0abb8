using Microsoft.Extensions.Hosting;
using Parley.SocketIo.TestHost;

TestHostOptions options;
try
{
    options = TestHostOptions.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

await using var app = ConformanceHost.Create(options);
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await ((IHost)app).WaitForShutdownAsync();
return 0;
