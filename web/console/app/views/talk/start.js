// Before a conversation: who is there to talk to, and one button.
import { fill, h } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { getJson } from '../../lib/api.js';
import { about, avatar, avatarOf, listCharacters } from '../../lib/characters.js';
import { plural, shortDate } from '../../lib/time.js';

export async function buildStart(root, { conversation }, signal) {
  let characters = [];
  const chosen = new Set();
  const list = h('div', { class: 'cast', role: 'group', 'aria-label': 'Characters' });
  const several = h('input', {
    type: 'checkbox',
    onchange: () => {
      if (!several.checked) for (const id of [...chosen].slice(1)) chosen.delete(id);
      update();
    },
  });
  const company = h('label', { class: 'check small soft', hidden: true }, several, 'Several at once');
  const hint = h('p', { class: 'start-hint muted small' }, isSecureContext ? 'Uses the microphone. You can type instead at any time.' : 'This page is not secure, so browsers give it no microphone and no sound: there is text only.');
  const talk = h('button', { class: 'button button-primary button-large', type: 'button', disabled: true, onclick: () => begin(true) }, icon('mic'), 'Start talking');
  const write = h('button', { class: 'button button-large', type: 'button', disabled: true, onclick: () => begin(false) }, 'Type instead');
  const recent = h('section', { class: 'recent', 'aria-labelledby': 'recent-title', hidden: true });
  const problem = h('div', { class: 'notice notice-bad', role: 'alert', hidden: true });
  root.append(h('div', { class: 'start' },
    h('div', { class: 'start-head' }, h('h1', null, 'Who would you like to talk to?'), h('p', { class: 'soft' }, 'Speak or type; interrupt whenever you like.')),
    problem, list, h('div', { class: 'start-actions' }, talk, write, company), hint, recent));

  const begin = async (withVoice) => {
    const ids = [...chosen];
    const opening = conversation.open({ characterIds: ids, face: ids.length > 1 ? 'voxta' : undefined });
    if (withVoice) await conversation.startVoice();
    await opening;
  };

  const showProblem = () => {
    const { error } = conversation.state;
    problem.hidden = !error;
    if (error) fill(problem, icon('warning'), h('span', null, error));
  };
  conversation.addEventListener('change', showProblem, { signal });
  showProblem();

  const update = () => {
    talk.disabled = write.disabled = chosen.size === 0;
    const names = characters.filter((c) => chosen.has(c.id)).map((c) => c.name);
    talk.setAttribute('aria-label', names.length > 0 ? `Start talking to ${names.join(' and ')}` : 'Start talking');
    for (const card of list.children) card.setAttribute('aria-pressed', String(chosen.has(card.dataset.id)));
  };
  const toggle = (id) => {
    if (chosen.has(id) && chosen.size > 1) chosen.delete(id);
    else chosen.add(id);
    update();
  };
  const choose = (id) => {
    if (several.checked) {
      toggle(id);
      return;
    }
    chosen.clear();
    chosen.add(id);
    update();
  };

  try {
    characters = await listCharacters();
  } catch (error) {
    if (signal.aborted) return;
    fill(problem, icon('warning'), h('span', null, h('strong', null, 'The characters cannot be listed.'), error.message));
    problem.hidden = false;
    return;
  }
  if (signal.aborted) return;
  if (characters.length === 0) {
    fill(list, h('div', { class: 'empty' }, icon('characters'), h('p', null, 'There is no character yet.'), h('a', { class: 'button', href: '#/characters/new' }, 'Create one')));
    return;
  }
  chosen.add(characters[0].id);
  fill(list, characters.map((c) => h('button', { class: 'cast-card', type: 'button', data: { id: c.id }, 'aria-pressed': 'false', onclick: () => choose(c.id) },
    avatar(c, 'avatar-large'),
    h('span', { class: 'cast-text' }, h('span', { class: 'cast-name' }, c.name), h('span', { class: 'cast-about' }, about(c) || 'No description.')),
    h('span', { class: 'cast-mark' }, icon('check')))));
  company.hidden = characters.length < 2;
  update();
  await showRecent(recent, signal);
}

async function showRecent(section, signal) {
  let chats = [];
  try {
    ({ chats } = await getJson('api/parley/chats?limit=3', { signal }));
  } catch {
    // The list is a convenience.
  }
  if (chats.length === 0 || signal.aborted) return;
  section.hidden = false;
  fill(section, h('div', { class: 'card-head' }, h('h2', { id: 'recent-title' }, 'Go on where you were'), h('a', { href: '#/chats' }, 'All chats')),
    h('ul', { class: 'recent-list' }, chats.map((c) => h('li', null, h('a', { href: `#/talk/${c.id}/${encodeURIComponent(c.player)}`, class: 'recent-chat' },
      avatarOf(c.characters[0] ?? { name: '?' }),
      h('span', { class: 'grow' },
        h('span', { class: 'recent-title' }, c.title || c.characters.map((x) => x.name).join(', ')),
        h('span', { class: 'recent-preview muted small' }, c.preview ?? '')),
      h('span', { class: 'muted small nowrap' }, c.live ? h('span', { class: 'badge badge-good' }, 'live') : `${shortDate(c.lastActivityAt)} · ${plural(c.messages, 'message')}`))))));
}
