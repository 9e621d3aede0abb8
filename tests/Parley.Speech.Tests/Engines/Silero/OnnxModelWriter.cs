using System.Text;

namespace Parley.Speech.Tests.Engines.Silero;

/// <summary>Writes small ONNX models: the few protobuf fields that a graph of simple operators needs.</summary>
internal sealed class OnnxModelWriter
{
    private const int Float = 1, Int64 = 7;
    private const int AttributeInt = 2;

    private readonly MemoryStream _graph = new();

    public OnnxModelWriter() => Text(_graph, 2, "test");

    public void Input(string name, bool isFloat, params long[] shape) => Bytes(_graph, 11, ValueInfo(name, isFloat ? Float : Int64, shape));

    public void Output(string name, params long[] shape) => Bytes(_graph, 12, ValueInfo(name, Float, shape));

    public void Node(string type, string[] inputs, string output)
    {
        var node = new MemoryStream();
        foreach (var input in inputs)
        {
            Text(node, 1, input);
        }

        Text(node, 2, output);
        Text(node, 4, type);
        Bytes(_graph, 1, node.ToArray());
    }

    public void Constant(string name, params long[] values)
    {
        var tensor = new MemoryStream();
        Number(tensor, 1, values.Length);
        Number(tensor, 2, Int64);
        Text(tensor, 8, name);
        Bytes(tensor, 9, [.. values.SelectMany(BitConverter.GetBytes)]);
        Bytes(_graph, 5, tensor.ToArray());
    }

    public void Constant(string name, float value)
    {
        var tensor = new MemoryStream();
        Number(tensor, 1, 1);
        Number(tensor, 2, Float);
        Text(tensor, 8, name);
        Bytes(tensor, 9, BitConverter.GetBytes(value));
        Bytes(_graph, 5, tensor.ToArray());
    }

    public byte[] ToModel()
    {
        var model = new MemoryStream();
        Number(model, 1, 8);
        Bytes(model, 7, _graph.ToArray());
        var operators = new MemoryStream();
        Number(operators, AttributeInt, 13);
        Bytes(model, 8, operators.ToArray());
        return model.ToArray();
    }

    private static byte[] ValueInfo(string name, int element, long[] shape)
    {
        var dimensions = new MemoryStream();
        foreach (var length in shape)
        {
            var dimension = new MemoryStream();
            Number(dimension, 1, length);
            Bytes(dimensions, 1, dimension.ToArray());
        }

        var tensor = new MemoryStream();
        Number(tensor, 1, element);
        Bytes(tensor, 2, dimensions.ToArray());
        var type = new MemoryStream();
        Bytes(type, 1, tensor.ToArray());
        var value = new MemoryStream();
        Text(value, 1, name);
        Bytes(value, 2, type.ToArray());
        return value.ToArray();
    }

    private static void Text(MemoryStream to, int field, string text) => Bytes(to, field, Encoding.UTF8.GetBytes(text));

    private static void Bytes(MemoryStream to, int field, byte[] bytes)
    {
        Varint(to, ((uint)field << 3) | 2);
        Varint(to, (uint)bytes.Length);
        to.Write(bytes);
    }

    private static void Number(MemoryStream to, int field, long value)
    {
        Varint(to, (uint)field << 3);
        Varint(to, (ulong)value);
    }

    private static void Varint(MemoryStream to, ulong value)
    {
        while (value > 127)
        {
            to.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        to.WriteByte((byte)value);
    }
}
