namespace Parley.Conversation.Context;

/// <summary>Type of an action's argument. Numbers are the Voxta wire's.</summary>
public enum ArgumentType
{
    /// <summary>Not said: a string.</summary>
    Undefined = 0,

    /// <summary>Text.</summary>
    String = 1,

    /// <summary>Whole number.</summary>
    Integer = 2,

    /// <summary>Number.</summary>
    Double = 3,

    /// <summary>true or false.</summary>
    Boolean = 4,

    /// <summary>List of <see cref="ArgumentDefinition.ItemsType"/>.</summary>
    Array = 5,
}
