using System.Net;
using System.Text;

namespace Parley.Estuary.Tests.Fakes;

/// <summary>Answers HTTP requests in order, and remembers them.</summary>
internal sealed class ScriptedHttp : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();
    private readonly List<(HttpRequestMessage Request, string Body)> _requests = [];

    public IReadOnlyList<(HttpRequestMessage Request, string Body)> Requests => _requests;

    public void Answer(HttpStatusCode status, string body, Action<HttpResponseMessage>? configure = null) => _answers.Enqueue(_ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        configure?.Invoke(response);
        return Task.FromResult(response);
    });

    public void Fail(Exception error) => _answers.Enqueue(_ => Task.FromException<HttpResponseMessage>(error));

    public void Hang() => _answers.Enqueue(async token =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException();
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Add((request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return await _answers.Dequeue()(cancellationToken);
    }
}
