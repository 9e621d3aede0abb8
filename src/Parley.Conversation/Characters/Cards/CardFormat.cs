namespace Parley.Conversation.Characters.Cards;

/// <summary>Which Character Card specification a card is written in.</summary>
public enum CardFormat
{
    /// <summary><c>chara_card_v2</c>.</summary>
    V2,

    /// <summary><c>chara_card_v3</c>.</summary>
    V3,
}
