using System.Net.WebSockets;
using Parley.Realtime;
using Parley.Voxta.Hub;

namespace Parley.Server.Voxta.Hub;

internal sealed partial class HubConnection
{
    /// <summary>Specification §1.4: the reply travels alone and at once; a missing terminator and a binary frame are forgiven.</summary>
    private async Task<bool> ShakeHandsAsync()
    {
        using var deadline = new CancellationTokenSource(_options.HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _ending.Token);
        ReadOnlyMemory<byte> record;
        while (true)
        {
            var message = await _reader.ReadAsync(either.Token);
            if (message.IsClose)
            {
                await _sender.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CloseTimeout);
                return false;
            }

            _records.Append(message.Payload);
            if (_records.TryRead(out record))
            {
                break;
            }

            if (message.Payload.Length > 0 && message.Payload.Span[^1] == (byte)'}')
            {
                record = _records.TakePartialRecord();
                break;
            }
        }

        var refusal = HubHandshake.Refuse(record.Span);
        using var output = new PooledBufferWriter();
        if (refusal is null)
        {
            HubRecordWriter.WriteHandshakeReply(output);
        }
        else
        {
            using var writer = new HubRecordWriter();
            writer.WriteHandshakeError(output, refusal);
        }

        // Past the sender, which joins records: nobody else sends yet.
        await _socket.SendAsync(output.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, either.Token);
        if (refusal is not null)
        {
            _reason = "handshake refused";
            await _sender.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CloseTimeout);
        }

        return refusal is null;
    }
}
