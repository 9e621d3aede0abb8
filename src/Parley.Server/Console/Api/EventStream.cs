using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Server.Telemetry;

namespace Parley.Server.Console.Api;

/// <summary>
/// Server-Sent Events to one caller. Holds at most 1,024 events: while the caller reads slower than they come the oldest are dropped,
/// and an event <c>dropped</c> says how many. Posting never waits; one reader writes.
/// </summary>
internal sealed class EventStream
{
    private const int Capacity = 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _time;
    private readonly ServerMetrics _metrics;
    private readonly Channel<Item> _queue;
    private long _sequence;
    private int _dropped;

    public EventStream(TimeProvider time, ServerMetrics metrics)
    {
        _time = time;
        _metrics = metrics;
        _queue = Channel.CreateBounded<Item>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Queues an event.</summary>
    public void Post(string name, object data) => _queue.Writer.TryWrite(new Item(name, data));

    /// <summary>Queues an event that needs its number in the stream.</summary>
    public void Post(string name, Func<long, object> data) => Post(name, data(Interlocked.Increment(ref _sequence)));

    /// <summary>Nothing more comes: the stream ends after what is queued.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes events until the end, or until the caller has gone.</summary>
    public async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var reader = _queue.Reader;
        var text = new StringBuilder(": parley\n\n");
        while (true)
        {
            while (reader.TryRead(out var item))
            {
                Append(text, item);
            }

            if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
            {
                _metrics.EventsDropped(dropped);
                Append(text, new Item("dropped", new { count = dropped }));
            }

            await context.Response.WriteAsync(text.ToString(), cancellationToken).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            text.Clear();
            if (!await WaitAsync(text, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>False at the end. A proxy closes a connection that says nothing: after a while a comment is written.</summary>
    private async Task<bool> WaitAsync(StringBuilder text, CancellationToken cancellationToken)
    {
        var more = _queue.Reader.WaitToReadAsync(cancellationToken).AsTask();
        try
        {
            return await more.WaitAsync(KeepAlive, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            text.Append(": here\n\n");
            return true;
        }
    }

    // JSON has no line breaks in it: one data line.
    private static void Append(StringBuilder text, Item item) =>
        text.Append("event: ").Append(item.Name).Append("\ndata: ").Append(JsonSerializer.Serialize(item.Data, ApiJson.Options)).Append("\n\n");

    private readonly record struct Item(string Name, object Data);
}
