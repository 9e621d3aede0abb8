// A conversation as a fold over what a face tells: state = reduce(state, event). Pure; the same for both faces.
import { cutPosition } from './cut.js';

export const initialState = Object.freeze({
  phase: 'none', // none, starting, live, ended
  face: 'voxta',
  nextFace: null, // the face that is being switched to
  link: { state: 'idle' }, // idle, connecting, online, lost, refused
  chatId: null,
  sessionId: null,
  title: '',
  user: null,
  characters: [],
  messages: [],
  activity: 'idle', // idle, thinking, speaking
  speaker: null, // name of who thinks or speaks
  hearing: false,
  partial: '',
  flags: [],
  buttons: [],
  suggestions: [],
  paused: false,
  error: null,
});

const reducers = {
  starting: (state, e) => ({ ...state, phase: 'starting', error: null, nextFace: e.face ?? null }),
  switching: (state, e) => ({ ...state, nextFace: e.face, link: e.link ?? { state: 'connecting' } }),
  link: (state, e) => ({
    ...state,
    link: e.link,
    ...(e.link.state === 'lost' && { activity: 'idle', speaker: null, hearing: false, partial: '', messages: state.messages.map(brokenOff) }),
    ...(['idle', 'online', 'refused'].includes(e.link.state) && { nextFace: null }),
  }),

  // A snapshot of the chat. What was seen here of the same chat (unheard endings, actions) stays.
  session: (state, e) => {
    const same = e.chatId === state.chatId;
    return {
      ...state,
      phase: 'live',
      face: e.face,
      chatId: e.chatId,
      sessionId: e.sessionId,
      title: e.title ?? (same ? state.title : ''),
      user: e.user ?? state.user,
      characters: e.characters ?? state.characters,
      messages: mergeHistory(same ? state.messages : [], e.messages ?? []),
      flags: e.flags ?? (same ? state.flags : []),
      buttons: e.buttons ?? [],
      suggestions: [],
      activity: 'idle',
      speaker: null,
      hearing: false,
      partial: '',
      error: null,
    };
  },
  history: (state, e) => ({ ...state, messages: mergeHistory(state.messages, e.messages) }),
  ended: (state) => ({ ...state, phase: 'ended', sessionId: null, activity: 'idle', hearing: false, partial: '' }),
  closed: (state) => ({ ...initialState, face: state.face, link: state.link }),

  sent: (state, e) => ({
    ...withMessage(state, { id: e.id, role: 'user', name: state.user?.name ?? 'You', text: e.text, at: e.at, isLocal: true }),
    suggestions: [], partial: '', hearing: false, error: null,
  }),
  message: (state, e) => upsert(state, e.message),
  deleted: (state, e) => (state.messages.some((m) => m.id === e.id && isUnheard(m))
    ? change(state, e.id, gone)
    : { ...state, messages: state.messages.filter((m) => m.id !== e.id) }),

  // The next deletions are wanted: no interruption is behind them.
  deleting: (state) => ({ ...state, messages: state.messages.map((m) => (m.awaitsCut ? { ...m, awaitsCut: false } : m)) }),

  generating: (state, e) => ({ ...state, activity: 'thinking', speaker: nameOf(state, e.senderId) }),
  replyText: (state, e) => {
    const known = state.messages.find((m) => m.id === e.id);
    const full = e.start === undefined ? (known?.full ?? '') + e.text : (known?.full ?? '').slice(0, e.start) + e.text;
    const reply = { ...without(known), id: e.id, role: 'character', senderId: e.senderId ?? known?.senderId, text: full, full, isStreaming: true, at: known?.at ?? e.at };
    reply.name = known?.name ?? nameOf(state, reply.senderId);
    return { ...withMessage(state, reply), activity: state.activity === 'speaking' ? 'speaking' : 'thinking', speaker: reply.name };
  },
  replyEnd: (state, e) => change(state, e.id, (m) => ({ ...m, isStreaming: false, ...(e.text && !m.isInterrupted && e.text.length >= m.text.length && { text: e.text, full: e.text }) })),

  // Nothing of it was kept: what was shown stays, struck through.
  replyCancelled: (state, e) => {
    const reply = state.messages.find((m) => m.id === e.id);
    if (!reply) return state;
    return reply.full?.trim()
      ? change(state, e.id, gone)
      : { ...state, messages: state.messages.filter((m) => m.id !== e.id) };
  },
  interrupted: (state, e) => ({
    ...change(state, e.id, (m) => ({ ...m, isInterrupted: true, awaitsCut: true, isStreaming: false })),
    activity: 'idle', speaker: null,
  }),

  speaking: (state, e) => ({ ...state, activity: 'speaking', speaker: state.messages.find((m) => m.id === e.id)?.name ?? state.speaker }),
  silent: (state) => ({ ...state, activity: state.activity === 'speaking' ? 'idle' : state.activity }),
  activity: (state, e) => ({ ...state, activity: state.activity === 'speaking' && e.activity === 'idle' ? 'speaking' : e.activity }),

  hearing: (state) => ({ ...state, hearing: true, partial: '' }),
  partial: (state, e) => ({ ...state, hearing: true, partial: e.text }),
  heard: (state, e) => ({ ...state, hearing: false, partial: e.text ?? '' }),

  action: (state, e) => withMessage(state, { id: e.id, role: 'action', name: e.name, sender: nameOf(state, e.senderId), arguments: e.arguments ?? [], at: e.at }),
  context: (state, e) => ({ ...state, flags: e.flags ?? state.flags, buttons: e.buttons ?? state.buttons }),
  participants: (state, e) => ({ ...state, characters: e.characters }),
  suggestions: (state, e) => ({ ...state, suggestions: e.suggestions }),
  title: (state, e) => ({ ...state, title: e.title }),
  paused: (state, e) => ({ ...state, paused: e.paused }),
  error: (state, e) => ({ ...state, error: e.message, phase: state.phase === 'starting' ? 'none' : state.phase }),
  dismissError: (state) => ({ ...state, error: null }),
};

/** The state after an event; an unknown event changes nothing. */
export function reduce(state, event) {
  const reducer = reducers[event.type];
  return reducer ? reducer(state, event) : state;
}

const nameOf = (state, id) => state.characters.find((c) => c.id === id)?.name ?? (state.characters.length === 1 ? state.characters[0].name : '');

function withMessage(state, message) {
  const known = state.messages.some((m) => m.id === message.id);
  return { ...state, messages: known ? state.messages.map((m) => (m.id === message.id ? message : m)) : [...state.messages, message] };
}

// Interrupted, and the server has not said yet what of it was heard.
const isUnheard = (m) => m.awaitsCut === true && Boolean(m.full?.trim());

// It may go on when the connection is back; what the server then does not know was lost.
const brokenOff = (m) => (m.isStreaming ? { ...m, isStreaming: false, isBrokenOff: true } : m);

const gone = (m) => ({ ...m, isStreaming: false, awaitsCut: false, isBrokenOff: false, isGone: true, text: m.full, cutAt: 0 });

const without = ({ isBrokenOff, isGone, cutAt, ...m } = {}) => m;

const change = (state, id, update) => ({ ...state, messages: state.messages.map((m) => (m.id === id ? update(m) : m)) });

function upsert(state, message) {
  const known = state.messages.find((m) => m.id === message.id);
  const merged = merge(known, message);
  if (known) return { ...state, messages: state.messages.map((m) => (m === known ? merged : m)) };

  // Our own words come back with their real id.
  const echo = message.role === 'user' && state.messages.findIndex((m) => m.isLocal && m.text.trim() === message.text.trim());
  if (typeof echo === 'number' && echo >= 0) {
    return { ...state, messages: state.messages.map((m, i) => (i === echo ? merged : m)), partial: '' };
  }
  return { ...state, messages: [...state.messages, merged], partial: message.role === 'user' ? '' : state.partial };
}

/** A message as the server has it, with what only this page saw of it. */
function merge(known, message) {
  if (!known) return message;
  // The whole text once more is not yet the answer to an interruption.
  const awaitsCut = known.awaitsCut === true && message.text.trimEnd() === known.full?.trimEnd();
  const merged = { ...known, ...message, name: message.name || known.name, at: message.at ?? known.at, isLocal: false, isBrokenOff: false, awaitsCut };
  if (message.cutAt !== undefined) return merged;
  const cutAt = known.isInterrupted && known.full ? cutPosition(known.full, message.text) : null;
  if (cutAt !== null) return { ...merged, text: known.full, heard: message.text, cutAt };
  if (known.full && !known.isStreaming && message.text !== known.full.trimEnd() && message.text !== known.full) {
    return { ...merged, full: message.text, isInterrupted: false, cutAt: message.cutAt };
  }
  return merged;
}

function mergeHistory(known, history) {
  const byId = new Map(known.map((m) => [m.id, m]));
  const merged = history.map((m) => merge(byId.get(m.id), m));
  const ids = new Set(merged.map((m) => m.id));

  // What the history cannot have keeps its place after what it followed: actions, withdrawn replies, what is on its way.
  const added = history.filter((m) => m.role === 'user' && !byId.has(m.id)).map((m) => m.text.trim());
  const stays = (item) => item.role === 'action' || item.isGone || item.isStreaming || item.isBrokenOff || isUnheard(item) || (item.isLocal && !added.includes(item.text.trim()));
  for (let i = 0; i < known.length; i++) {
    if (ids.has(known[i].id) || !stays(known[i])) continue;
    const item = isUnheard(known[i]) || known[i].isBrokenOff ? gone(known[i]) : known[i];
    const before = known.slice(0, i).reverse().find((m) => ids.has(m.id));
    const at = before ? merged.findIndex((m) => m.id === before.id) + 1 : 0;
    merged.splice(before || item.role === 'action' ? at : merged.length, 0, item);
    ids.add(item.id);
  }
  return merged;
}
