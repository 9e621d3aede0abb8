// The transcript: one element per message, changed only where its message changed; new words are announced politely.
import { fill, h } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { clockTime } from '../../lib/time.js';
import { askText, confirmDialog, openMenu } from '../../lib/dialogs.js';
import { messageText } from '../message-text.js';

const near = 120; // pixels from the end that still count as reading the newest

export function buildTranscript(frame, app, signal) {
  const { conversation } = app;
  const list = h('ol', { class: 'transcript', 'aria-label': 'Conversation' });
  const partial = h('div', { class: 'partial', hidden: true });
  const waiting = h('div', { class: 'waiting', hidden: true }, h('span', { class: 'waiting-dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span', { class: 'muted small' }));
  const empty = h('div', { class: 'transcript-empty muted' });
  const announcer = h('div', { class: 'visually-hidden', 'aria-live': 'polite', role: 'log', 'aria-label': 'New messages' });
  const scroller = h('div', { class: 'transcript-scroll', tabindex: '0', role: 'region', 'aria-label': 'Transcript' }, list, partial, waiting, empty);
  const newest = h('button', { class: 'button button-small newest', type: 'button', hidden: true, onclick: () => toEnd('smooth') }, 'Newest');
  fill(frame, scroller, newest, announcer);

  const shown = new Map(); // id → { message, element, canEdit }
  const announced = new Set();
  let isFirst = true;
  let follows = true;
  const toEnd = (behavior = 'instant') => scroller.scrollTo({ top: scroller.scrollHeight, behavior });
  scroller.addEventListener('scroll', () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near;
    newest.hidden = follows;
  }, { passive: true });

  const update = () => {
    const { messages, partial: text, hearing, activity, speaker, phase, characters } = conversation.state;
    const { canEdit } = conversation;
    const seen = new Set();
    let previous = null;
    const isLast = messages.findLast((m) => m.role === 'character' || m.role === 'user')?.id;
    for (const message of messages) {
      seen.add(message.id);
      const editable = canEdit && !message.isLocal && !message.isStreaming;
      let item = shown.get(message.id);
      if (!item || item.message !== message || item.editable !== editable || item.isLast !== (message.id === isLast)) {
        const element = buildMessage(message, { conversation, editable, isLast: message.id === isLast });
        const hadFocus = item?.element.contains(document.activeElement);
        item?.element.replaceWith(element);
        if (hadFocus) (element.querySelector('button') ?? scroller).focus();
        item = { message, element, editable, isLast: message.id === isLast };
        shown.set(message.id, item);
      }
      const place = previous ? previous.nextSibling : list.firstChild;
      if (place !== item.element) list.insertBefore(item.element, place);
      previous = item.element;
    }
    for (const [id, item] of shown) {
      if (!seen.has(id)) {
        if (item.element.contains(document.activeElement)) scroller.focus();
        item.element.remove();
        shown.delete(id);
      }
    }

    partial.hidden = !text && !hearing;
    if (!partial.hidden) fill(partial, h('span', { class: 'partial-text' }, text || '…'));
    const streams = messages.at(-1)?.isStreaming;
    waiting.hidden = activity !== 'thinking' || Boolean(streams);
    waiting.lastChild.textContent = speaker ? `${speaker} is thinking` : 'Thinking';
    empty.hidden = messages.length > 0 || phase !== 'live' || activity !== 'idle' || !partial.hidden;
    if (!empty.hidden) empty.textContent = `Say something to ${characters.map((c) => c.name).join(' and ') || 'begin'}.`;
    if (follows) toEnd();
    announce(messages);
  };

  // Once per finished message, not per streamed word.
  const announce = (messages) => {
    for (const m of messages) {
      if (m.isStreaming || announced.has(m.id) || (m.role !== 'character' && m.role !== 'action')) continue;
      announced.add(m.id);
      if (!isFirst) announcer.append(h('p', null, m.role === 'action' ? `Action: ${m.name}` : `${m.name}: ${m.text}`));
    }
    while (announcer.childElementCount > 5) announcer.firstChild.remove();
    isFirst = false;
  };
  conversation.addEventListener('change', update, { signal });
  update();
  toEnd();
}

function buildMessage(message, context) {
  if (message.role === 'action') {
    return h('li', { class: 'message-action' }, icon('bolt'), h('span', null, h('code', null, message.name), message.sender ? ` by ${message.sender}` : ''),
      message.arguments.map((a) => h('span', { class: 'badge' }, `${a.name}: ${a.value}`)));
  }
  if (message.role === 'event' || message.role === 'note') {
    return h('li', { class: 'message-event' }, message.text, buttons(message, context));
  }
  const who = message.role === 'user' ? 'You' : message.name || 'Character';
  return h('li', { class: `message message-${message.role}${message.isLocal ? ' is-local' : ''}${message.isStreaming ? ' is-streaming' : ''}`, data: { id: message.id } },
    h('div', { class: 'message-head' }, h('span', { class: 'message-who' }, who), h('time', { class: 'muted', datetime: message.at ?? '' }, clockTime(message.at)), buttons(message, context)),
    h('div', { class: 'message-text' }, messageText(message)),
    message.cutAt !== undefined && message.cutAt !== null ? h('div', { class: 'message-note muted small' }, message.cutAt === 0 ? 'Interrupted before a word was heard' : 'Interrupted; what is struck through was not heard') : null);
}

function buttons(message, { conversation, editable, isLast }) {
  if (!editable || message.isGone) return null;
  const more = h('button', {
    class: 'button button-quiet button-icon button-small message-more', type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    'aria-label': `Change “${message.text.slice(0, 40)}”`,
    onclick: () => openMenu(more, [
      message.role === 'character' && { label: 'Say again', icon: icon('speaker'), action: () => conversation.speak(message.id) },
      isLast && { label: message.role === 'character' ? 'Try another answer' : 'Answer this', icon: icon('retry'), action: () => conversation.retry() },
      { label: 'Edit', icon: icon('edit'), action: () => edit(message, conversation) },
      !isLast && { label: 'Go back to here', icon: icon('revert'), action: () => revert(message, conversation) },
      { label: 'Delete', icon: icon('trash'), action: () => conversation.remove(message.id) },
    ]),
  }, icon('more'));
  return more;
}

async function edit(message, conversation) {
  const text = await askText('Edit the message', { label: 'Text', value: message.heard ?? message.text, lines: 5 });
  if (text !== undefined && text.trim()) await conversation.edit(message.id, text.trim());
}

async function revert(message, conversation) {
  const { messages } = conversation.state;
  const count = messages.length - messages.findIndex((m) => m.id === message.id) - 1;
  if (await confirmDialog('Go back to this message?', `Everything after it is deleted: ${count === 1 ? 'one message' : `${count} messages`}.`, 'Delete them')) await conversation.revert(message.id);
}
