// Stored chats as messages of a conversation.

const roles = { user: 'user', assistant: 'character', event: 'event', note: 'note', instructions: 'note' };

const isCut = (m) => m.cutAt !== undefined && m.cutAt !== null;

const withUnheard = (heard, unheard) => heard + (/(^|\s)$/.test(heard) || /^(\s|$)/.test(unheard) ? '' : ' ') + unheard;

/** The visible messages of a chat of `/api/parley/chats/{id}`; what was not heard is put back behind its cut. Pure. */
export const chatMessages = (chat) => (chat.messages ?? []).filter((m) => roles[m.role?.toLowerCase()]).map((m) => ({
  id: m.id,
  role: roles[m.role.toLowerCase()],
  senderId: m.characterId ?? m.senderId,
  name: m.name,
  text: isCut(m) ? withUnheard(m.text.slice(0, m.cutAt), m.unheard ?? m.text.slice(m.cutAt)) : m.text,
  at: m.at,
  ...(isCut(m) && { cutAt: m.cutAt, heard: m.text, isInterrupted: true }),
}));
