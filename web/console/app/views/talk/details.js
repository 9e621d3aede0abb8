// Beside the conversation: where the time of each turn went, and what the character knows and can do.
import { fill, h } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { getJson } from '../../lib/api.js';
import { avatarOf, listCharacters } from '../../lib/characters.js';
import { openMenu } from '../../lib/dialogs.js';
import { follow } from '../../lib/session-events.js';
import { withTurn } from '../../conversation/turns.js';
import { waterfall } from '../waterfall.js';

export function buildDetails(aside, app, signal, close) {
  const { conversation } = app;
  const chart = waterfall();
  const people = h('section', { class: 'details-section' });
  const flags = h('section', { class: 'details-section' });
  fill(aside,
    h('div', { class: 'details-head' }, h('h2', null, 'Timing'), h('button', { class: 'button button-quiet button-icon button-small details-close', type: 'button', 'aria-label': 'Close', onclick: close }, icon('close'))),
    chart, people, flags);

  let followed;
  let stopFollowing;
  let turns = [];
  const watch = async (face, session, chatId) => {
    stopFollowing?.abort();
    followed = session;
    turns = [];
    chart.show(turns);
    if (!session) return;
    stopFollowing = new AbortController();
    const both = AbortSignal.any([signal, stopFollowing.signal]);

    // Estuary numbers connections; the session has the chat's id beside its own.
    const sessionId = face === 'estuary' ? await sessionOf(chatId, both) : session;
    if (!sessionId || both.aborted) return;
    const take = (turn) => {
      turns = withTurn(turns, turn);
      chart.show(turns);
    };
    const recall = () => getJson(`api/parley/sessions/${sessionId}/turns?limit=50`, { signal: both }).then((known) => known.turns.forEach(take)).catch(() => {});
    void follow(`sessions/${sessionId}`, {
      signal: both,
      onLink: (isUp) => { if (isUp) recall(); },
      onEvent: (name, data) => { if (name === 'turn') take(data); },
    });
  };

  let shown;
  const update = () => {
    const { sessionId, chatId, characters, flags: set, buttons, face, link } = conversation.state;
    if (link.state === 'lost') {
      // The session may be another one afterwards.
      stopFollowing?.abort();
      followed = undefined;
    }
    if (link.state === 'online' && sessionId !== followed) void watch(face, sessionId, chatId);
    const key = JSON.stringify([characters, set, buttons, face, conversation.canEdit]);
    if (key === shown) return;
    shown = key;
    buildPeople(people, conversation);
    buildFlags(flags, conversation);
  };
  conversation.addEventListener('change', update, { signal });
  signal.addEventListener('abort', () => stopFollowing?.abort());
  update();
}

async function sessionOf(chatId, signal) {
  try {
    const { sessions } = await getJson('api/parley/sessions', { signal });
    return sessions.find((s) => s.chatId === chatId)?.id;
  } catch {
    return undefined;
  }
}

function buildPeople(section, conversation) {
  const { characters } = conversation.state;
  const { canEdit } = conversation;
  section.hidden = characters.length === 0;
  const add = h('button', { class: 'button button-small', type: 'button', hidden: !canEdit, 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => chooseCharacter(add, conversation) }, icon('plus'), 'Add');
  fill(section, h('div', { class: 'details-head' }, h('h2', null, 'Taking part'), add),
    h('ul', { class: 'people' }, characters.map((c) => h('li', null, avatarOf(c), h('span', { class: 'grow' }, c.name),
      characters.length > 1 && canEdit ? [
        h('button', { class: 'button button-quiet button-small', type: 'button', onclick: () => conversation.next(c.id) }, 'Let speak'),
        h('button', { class: 'button button-quiet button-icon button-small', type: 'button', 'aria-label': `Remove ${c.name}`, onclick: () => conversation.removeCharacter(c.id) }, icon('close')),
      ] : null))));
}

async function chooseCharacter(button, conversation) {
  try {
    const present = new Set(conversation.state.characters.map((c) => c.id));
    const others = (await listCharacters()).filter((c) => !present.has(c.id));
    if (others.length === 0) conversation.report('Everybody is here already.');
    else openMenu(button, others.map((c) => ({ label: c.name, action: () => conversation.addCharacter(c.id) })));
  } catch (error) {
    conversation.report(error.message);
  }
}

function buildFlags(section, conversation) {
  const { flags, buttons } = conversation.state;
  section.hidden = flags.length === 0 && buttons.length === 0;
  fill(section,
    flags.length > 0 ? [h('h2', null, 'Flags'), h('ul', { class: 'flag-list' }, flags.map((f) => h('li', { class: 'badge' }, icon('flag'), f)))] : null,
    buttons.length > 0 ? [h('h2', null, 'Actions'), h('div', { class: 'row row-tight' }, buttons.map((b) => h('button', { class: 'button button-small', type: 'button', onclick: () => conversation.press(b) }, b)))] : null);
}
