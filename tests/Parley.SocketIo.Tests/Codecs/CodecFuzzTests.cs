using System.Text;
using System.Text.Json;
using Parley.SocketIo.EngineIo;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.Tests.Codecs;

/// <summary>Random changes of good packets: never an exception, never more memory, and what is accepted reads as promised.</summary>
/// <remarks>Nothing runs beside it: what others keep on the heap would count.</remarks>
[CollectionDefinition(nameof(CodecFuzzTests), DisableParallelization = true)]
[Collection(nameof(CodecFuzzTests))]
public sealed class CodecFuzzTests
{
    private const int Rounds = 100_000;

    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            "0", "0/sdk,{\"api_key\":\"k\"}", "1/sdk", "2[\"hello\",1,\"a\\u00e4\",{\"x\":[1,2,{\"y\":null}]}]", "2/sdk,12[\"text\",{\"text\":\"äöü\"}]",
            "3/sdk,7[]", "4/sdk,{\"message\":\"no\"}", "51-[\"x\",{\"_placeholder\":true,\"num\":0}]", "62-/sdk,5[{\"_placeholder\":true,\"num\":1},[{\"_placeholder\":true,\"num\":0}]]",
            "4hello\u001ebAQIDBA==\u001e2", "2[\"\\ud83d\\ude00\\ud83d\",{\"\\ud83d\\ude00\":1}]", "51-[\"x\",{\"_placeholder\\ud83d\":true,\"num\":0}]", "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":1,\"pingTimeout\":2}",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_breaks_the_codecs(int seed)
    {
        var random = new Random(seed);
        using var decoder = new SocketIoDecoder(10);
        var before = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            ReadPayload(bytes);
            ReadPacket(bytes);
            EngineIoHandshake.TryRead(bytes, out _);
            Decode(random, decoder, bytes);
            if (round == Rounds / 2)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(1_000_000);
    }

    private static void ReadPayload(byte[] bytes)
    {
        var reader = new EngineIoPayloadReader(bytes);
        var count = 0;
        while (reader.TryRead(out var packet))
        {
            count++;
            if (packet.IsBase64)
            {
                var output = new byte[LenientBase64.GetMaxDecodedLength(packet.Data.Length)];
                LenientBase64.Decode(packet.Data.Span, output).ShouldBeLessThanOrEqualTo(output.Length);
            }
        }

        count.ShouldBeLessThanOrEqualTo(bytes.Length);
    }

    private static void ReadPacket(byte[] bytes)
    {
        if (!SocketIoPacket.TryRead(bytes, 10, out var packet, out var error))
        {
            error.ShouldNotBeNullOrEmpty();
            return;
        }

        packet.AttachmentCount.ShouldBeInRange(0, 10);
        if (packet.Json.IsEmpty)
        {
            return;
        }

        // The one pass over the bytes found what a full parse finds.
        using var document = JsonDocument.Parse(packet.Json, new JsonDocumentOptions { MaxDepth = 256 });
        if (document.RootElement.ValueKind == JsonValueKind.Array)
        {
            var named = packet.Type is SocketIoPacketType.Event or SocketIoPacketType.BinaryEvent ? 1 : 0;
            var arguments = packet.GetArguments();
            arguments.Count.ShouldBe(document.RootElement.GetArrayLength() - named);
            using var again = JsonDocument.Parse("[" + Encoding.UTF8.GetString(arguments.Json.Span) + "]", new JsonDocumentOptions { MaxDepth = 256 });
            again.RootElement.GetArrayLength().ShouldBe(arguments.Count);
            _ = packet.EventName;
        }
    }

    private static void Decode(Random random, SocketIoDecoder decoder, byte[] bytes)
    {
        var buffer = new PooledBuffer();
        buffer.Append(bytes);
        var result = random.Next(3) == 0
            ? decoder.AddBinary(buffer, 0, out var packet, out _)
            : decoder.AddText(buffer, 0, out packet, out _);
        if (result == DecodeResult.Packet)
        {
            SocketIoDecoder.Recycle(packet!);
        }
        else if (result == DecodeResult.Failed)
        {
            decoder.Dispose();
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(4); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 1:
                    bytes.Insert(at, (byte)"0123456789-/,[]{}\":\\\u001eb"[random.Next(22)]);
                    break;
                case 2 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 3 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes.InsertRange(at, Seeds[random.Next(Seeds.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
