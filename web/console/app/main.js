// The frame: views by #hash, the key, the connection banner. One conversation lives through all of them.
import { fill, h, setText } from './lib/dom.js';
import { icon } from './lib/icons.js';
import { getJson, key } from './lib/api.js';
import { Conversation } from './conversation/conversation.js';
import { askForKey } from './views/key.js';
import { applyTheme, themeButton } from './views/theme.js';
import { talkView } from './views/talk.js';

const views = {
  talk: { label: 'Talk', icon: 'talk', load: async () => talkView },
  speech: { label: 'Speech lab', icon: 'speech', load: async () => (await import('./views/speech-lab.js')).speechLabView },
  chats: { label: 'Chats', icon: 'chats', load: async () => (await import('./views/chats.js')).chatsView },
  characters: { label: 'Characters', icon: 'characters', load: async () => (await import('./views/characters.js')).charactersView },
  live: { label: 'Live', icon: 'live', load: async () => (await import('./views/live.js')).liveView },
};

const main = document.getElementById('main');
const app = { status: {}, conversation: new Conversation(), go: (hash) => { location.hash = hash; }, refreshStatus };
let leave;
let shown = 0;

async function show() {
  const [name, ...parameters] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const view = views[name] ?? views.talk;
  const turn = ++shown;
  for (const link of document.querySelectorAll('#nav a')) {
    if (link.dataset.view === (views[name] ? name : 'talk')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const build = await view.load();
  if (turn !== shown) return;
  leave?.();
  main.replaceChildren();
  main.scrollTop = 0;
  document.title = `${view.label} – Parley`;
  const lifetime = new AbortController();
  leave = () => lifetime.abort();
  await build(main, app, parameters, lifetime.signal);
}

async function refreshStatus() {
  try {
    app.status = await getJson('api/parley/status');
  } catch {
    app.status = { ...app.status, isUnreachable: true };
  }
  return app.status;
}

async function ensureKey(wasWrong = false) {
  if (!wasWrong && (!app.status.keysRequired || key.get())) return;
  const given = await askForKey(wasWrong);
  if (given === undefined) return;
  key.set(given.trim());
  location.reload();
}

function buildNavigation() {
  fill(document.getElementById('nav'), Object.entries(views).map(([name, view]) =>
    h('a', { href: `#/${name}`, data: { view: name } }, icon(view.icon), h('span', null, view.label))));
  let up;
  const dot = h('span', { class: 'dot' });
  const text = h('span');
  fill(document.getElementById('rail-foot'), h('div', { class: 'status' }, dot, text), themeButton());
  return (isUp) => {
    if (isUp === up) return;
    up = isUp;
    dot.className = `dot ${isUp ? 'dot-good' : 'dot-bad'}`;
    setText(text, isUp ? `Server ${app.status.version ?? ''}` : 'Server not reached');
  };
}

/** A lost connection: what happened, when the next try is, a button to try now. */
function watchConnection() {
  const banner = document.getElementById('banner');
  const text = h('span', { class: 'grow' });
  const again = h('button', { class: 'button button-small', type: 'button', onclick: () => app.conversation.reconnect() }, 'Try now');
  let ticking;
  const update = () => {
    const { link, phase } = app.conversation.state;
    const isBad = phase !== 'none' && (link.state === 'lost' || (link.state === 'refused' && phase === 'live'));
    banner.hidden = !isBad;
    clearInterval(ticking);
    if (!isBad) return;
    if (!text.isConnected) fill(banner, icon('warning'), text, again);
    again.hidden = link.state === 'lost' && link.attempt === 1;
    setText(text, link.state === 'lost' ? 'Connection lost. Trying again; what was said is kept.' : link.reason);
  };
  app.conversation.addEventListener('change', update);
}

applyTheme();
const showServer = buildNavigation();
watchConnection();
app.conversation.addEventListener('change', () => {
  const { state } = app.conversation.state.link;
  if (state === 'lost' || state === 'online') showServer(state === 'online');
});
app.conversation.addEventListener('unauthorized', () => ensureKey(true));
let isAsking = false;
addEventListener('parley:unauthorized', async () => {
  if (isAsking) return;
  isAsking = true;
  await ensureKey(key.get() !== '');
  isAsking = false;
});
addEventListener('hashchange', show);

const status = await refreshStatus();
showServer(!status.isUnreachable);
await ensureKey();
await show();
