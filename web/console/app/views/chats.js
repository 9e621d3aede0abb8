// Chats: search, read, rename, export, delete, go on.
import { download, fill, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { getJson, request, sendJson } from '../lib/api.js';
import { avatarOf } from '../lib/characters.js';
import { askText, confirmDialog, toast } from '../lib/dialogs.js';
import { clockTime, plural, shortDate } from '../lib/time.js';
import { chatMessages } from '../conversation/history.js';
import { messageText } from './message-text.js';

const pageSize = 30;
const searchPause = 250;

export const chatTitle = (chat) => chat.title || chat.characters.map((c) => c.name).join(', ') || 'Chat';
export const talkAddress = (chat) => `#/talk/${chat.id}/${encodeURIComponent(chat.player)}`;

export function chatsView(main, app, [id], signal) {
  return id ? showChat(main, app, id, signal) : showList(main, app, signal);
}

async function showList(main, app, signal) {
  const search = h('input', { class: 'input', type: 'search', placeholder: 'Search titles and messages', 'aria-label': 'Search chats', maxlength: 200 });
  const list = h('ul', { class: 'chat-list' });
  const count = h('p', { class: 'muted small chat-count', role: 'status' });
  const more = h('button', { class: 'button', type: 'button', hidden: true, onclick: () => load() }, 'Show more');
  main.append(h('div', { class: 'page page-narrow' },
    h('div', { class: 'page-head' }, h('div', null, h('h1', null, 'Chats'), h('p', null, 'Everything that was said, whichever protocol it came by.')), h('a', { class: 'button button-primary', href: '#/talk' }, icon('plus'), 'New chat')),
    h('div', { class: 'search' }, icon('search'), search), count, list, h('div', { class: 'row' }, more)));

  let shown = [];
  let asked = 0;
  const load = async (isNew = false) => {
    const turn = ++asked;
    const query = new URLSearchParams({ limit: pageSize, offset: isNew ? 0 : shown.length, ...(search.value.trim() && { search: search.value.trim() }) });
    let page;
    try {
      page = await getJson(`api/parley/chats?${query}`, { signal });
    } catch (error) {
      if (!signal.aborted) fill(list, h('li', { class: 'notice notice-bad', role: 'alert' }, icon('warning'), error.message));
      return;
    }
    if (turn !== asked || signal.aborted) return;
    shown = isNew ? page.chats : [...shown, ...page.chats];
    count.textContent = page.total > 0 ? plural(page.total, 'chat') : '';
    more.hidden = shown.length >= page.total;
    fill(list, shown.length > 0 ? shown.map((chat) => chatItem(chat)) : h('li', { class: 'empty' }, icon('chats'),
      search.value ? h('p', null, 'No chat has these words.') : [h('p', null, 'No chats yet. They appear here when you have talked to somebody.'), h('a', { class: 'button', href: '#/talk' }, 'Talk to somebody')]));
  };
  let waiting;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => load(true), searchPause);
  });
  await load(true);
}

function chatItem(chat) {
  return h('li', null, h('a', { class: 'chat-item', href: `#/chats/${chat.id}` },
    avatarOf(chat.characters[0] ?? { name: '?' }),
    h('span', { class: 'chat-item-text' }, h('span', { class: 'chat-item-title' }, chatTitle(chat)), h('span', { class: 'chat-item-preview' }, chat.preview ?? '')),
    h('span', { class: 'chat-item-facts' },
      h('span', { class: 'nowrap' }, shortDate(chat.lastActivityAt)),
      h('span', { class: 'nowrap' }, chat.live ? h('span', { class: 'badge badge-good' }, 'live') : plural(chat.messages, 'message')))));
}

async function showChat(main, app, id, signal) {
  const page = h('div', { class: 'page page-narrow' }, h('a', { class: 'back', href: '#/chats' }, icon('back'), 'Chats'));
  main.append(page);
  let chat;
  try {
    chat = await getJson(`api/parley/chats/${id}`, { signal });
  } catch (error) {
    if (!signal.aborted) page.append(h('div', { class: 'empty', role: 'alert' }, icon('chats'), h('p', null, error.status === 404 ? 'This chat does not exist any more.' : error.message)));
    return;
  }
  if (signal.aborted) return;
  const messages = chatMessages(chat);
  const title = h('h1', null, chatTitle(chat));

  const rename = async () => {
    const given = await askText('Name this chat', { label: 'Title', value: chat.title ?? '', required: false });
    if (given === undefined) return;
    try {
      await sendJson('PATCH', `api/parley/chats/${id}`, { title: given.trim() });
      chat.title = given.trim();
      title.textContent = chatTitle(chat);
    } catch (error) {
      toast(error.message);
    }
  };
  const keep = async (format, extension) => {
    try {
      const response = await request(`api/parley/chats/${id}/export?format=${format}`);
      download(`${chatTitle(chat).replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'chat'}.${extension}`, await response.blob());
    } catch (error) {
      toast(error.message);
    }
  };
  const remove = async () => {
    if (!await confirmDialog('Delete this chat?', `“${chatTitle(chat)}” with ${plural(messages.length, 'message')} is deleted for good.`, 'Delete')) return;
    try {
      await request(`api/parley/chats/${id}`, { method: 'DELETE' });
      if (app.conversation.state.chatId === id) app.conversation.close();
      app.go('#/chats');
    } catch (error) {
      toast(error.message);
    }
  };
  page.append(
    h('div', { class: 'page-head' },
      h('div', null, title, h('p', null, `${chat.characters.map((c) => c.name).join(', ')} · ${plural(messages.length, 'message')} · ${shortDate(chat.lastActivityAt)}`, chat.player === 'default' ? null : ` · player ${chat.player}`)),
      h('a', { class: 'button button-primary', href: talkAddress(chat) }, icon('talk'), 'Go on talking')),
    h('div', { class: 'row row-tight' },
      h('button', { class: 'button button-small', type: 'button', onclick: rename }, icon('edit'), 'Rename'),
      h('button', { class: 'button button-small', type: 'button', onclick: () => keep('markdown', 'md') }, icon('download'), 'Markdown'),
      h('button', { class: 'button button-small', type: 'button', onclick: () => keep('json', 'json') }, icon('download'), 'JSON'),
      h('button', { class: 'button button-small button-danger', type: 'button', onclick: remove }, icon('trash'), 'Delete')),
    messages.length === 0 ? h('div', { class: 'empty' }, h('p', null, 'Nothing was said yet.')) : h('ol', { class: 'script-lines', 'aria-label': 'Messages' }, messages.map((m) => h('li', { class: `script-line script-${m.role}` },
      h('span', { class: 'script-who' }, m.role === 'user' ? 'You' : m.name ?? '', h('time', { class: 'muted', datetime: m.at }, clockTime(m.at))),
      h('span', { class: 'script-text' }, messageText(m))))));
}
