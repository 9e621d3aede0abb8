using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Testing.Storage;

namespace Parley.Conversation.Tests.Storage;

public sealed class InMemoryChatStoreTests : ChatStoreConformance
{
    protected override IChatStore CreateStore() => new InMemoryChatStore();
}

public sealed class InMemoryMemoryStoreTests : MemoryStoreConformance
{
    protected override IMemoryStore CreateStore() => new InMemoryMemoryStore();
}

public sealed class InMemoryCharacterStoreTests : CharacterStoreConformance
{
    protected override ICharacterStore CreateStore(IReadOnlyList<Character> shipped) => new InMemoryCharacterStore(shipped);
}
