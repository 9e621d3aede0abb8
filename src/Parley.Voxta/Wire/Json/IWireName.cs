namespace Parley.Voxta.Wire;

/// <summary>A value set that peers may extend: carried by name, accepted by name in any case or by number.</summary>
internal interface IWireName
{
    string Name { get; }

    IReadOnlyList<string> KnownNames { get; }

    object With(string name);
}
