// Stored chats as messages of a conversation.

const roles = { user: 'user', assistant: 'character', event: 'event', note: 'note', instructions: 'note' };

/** The visible messages of a chat of `/api/parley/chats/{id}`; an unheard ending is put back behind its cut. Pure. */
export const chatMessages = (chat) => (chat.messages ?? []).filter((m) => roles[m.role?.toLowerCase()]).map((m) => ({
  id: m.id,
  role: roles[m.role.toLowerCase()],
  senderId: m.characterId ?? m.senderId,
  name: m.name,
  text: m.unheard && m.cutAt === m.text.length ? m.text + m.unheard : m.text,
  at: m.at,
  ...(m.cutAt !== undefined && m.cutAt !== null && { cutAt: m.cutAt, heard: m.text }),
}));
