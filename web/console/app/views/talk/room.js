// The conversation: its head, the transcript, the bar to speak and write, the details beside it.
import { fill, h, segmented, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { avatarOf } from '../../lib/characters.js';
import { askText, openMenu } from '../../lib/dialogs.js';
import { sendJson } from '../../lib/api.js';
import { buildTranscript } from './transcript.js';
import { buildComposer } from './composer.js';
import { buildDetails } from './details.js';

const detailsKey = 'parley.details';
const holdToTalk = matchMedia('(hover: none)').matches ? 'Hold the button to talk' : 'Hold Space to talk';

export function buildRoom(root, app, signal) {
  const { conversation } = app;
  const faces = h('span', { class: 'room-faces' });
  const title = h('h1', { class: 'room-title' });
  const state = h('p', { class: 'room-state', 'aria-live': 'polite' });
  const heads = h('div', { class: 'room-avatars' });
  const choice = segmented('Protocol', [['voxta', 'Voxta'], ['estuary', 'Estuary']], conversation.state.face, (name) => conversation.switchFace(name));
  const sound = h('button', { class: 'button button-quiet button-icon', type: 'button', onclick: () => conversation.silence(!conversation.isSilent) }, icon('speaker'));
  const detailsButton = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'Timing and context', title: 'Timing and context', 'aria-controls': 'details', onclick: () => showDetails(details.hidden) }, icon('timing'));
  const more = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'Chat menu', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => openMenu(more, menu()) }, icon('more'));
  const details = h('aside', { class: 'details', id: 'details', 'aria-label': 'Timing and context' });
  const problem = h('div', { class: 'notice notice-bad room-problem', role: 'alert', hidden: true });
  const transcript = h('div', { class: 'transcript-frame' });
  const composer = h('div', { class: 'composer-frame' });

  fill(root, h('div', { class: 'room' },
    h('div', { class: 'room-column' },
      h('header', { class: 'room-head' }, heads, h('div', { class: 'grow' }, title, state), fill(faces, choice), sound, detailsButton, more),
      transcript, problem, composer),
    details));

  const showDetails = (isShown) => {
    details.hidden = !isShown;
    detailsButton.setAttribute('aria-expanded', String(isShown));
    localStorage.setItem(detailsKey, isShown ? 'shown' : 'hidden');
  };
  const isWide = matchMedia('(min-width: 64rem)').matches;
  showDetails(isWide && localStorage.getItem(detailsKey) !== 'hidden');

  const rename = async () => {
    const given = await askText('Name this chat', { label: 'Title', value: conversation.state.title, required: false });
    if (given !== undefined) await sendJson('PATCH', `api/parley/chats/${conversation.state.chatId}`, { title: given }).catch((e) => conversation.report(e.message));
  };
  const menu = () => [
    { label: 'New chat', icon: icon('plus'), action: () => conversation.open({ characterIds: conversation.state.characters.map((c) => c.id) }) },
    { label: 'Choose somebody else', icon: icon('characters'), action: () => { conversation.close(); app.go('#/talk'); } },
    { label: 'Rename', icon: icon('edit'), action: rename },
  ];

  let shownHeads;
  const update = () => {
    const s = conversation.state;
    setText(title, s.title || s.characters.map((c) => c.name).join(', ') || 'New chat');
    const key = s.characters.map((c) => c.id).join();
    if (key !== shownHeads) {
      shownHeads = key;
      fill(heads, s.characters.slice(0, 3).map((c) => avatarOf(c)));
    }
    setText(state, describe(s, conversation.voice));
    root.dataset.activity = s.hearing ? 'hearing' : s.activity;
    choice.select(s.nextFace ?? s.face);
    choice.setAttribute('aria-busy', String(s.nextFace !== null));
    choice.enable(s.characters.length <= 1);
    choice.title = s.characters.length > 1 ? 'Estuary knows one character in a chat' : '';
    sound.setAttribute('aria-pressed', String(conversation.isSilent));
    sound.setAttribute('aria-label', conversation.isSilent ? 'Sound is off' : 'Turn sound off');
    sound.title = sound.getAttribute('aria-label');
    problem.hidden = !s.error;
    if (s.error && problem.dataset.text !== s.error) {
      fill(problem, icon('warning'), h('span', { class: 'grow' }, s.error),
        h('button', { class: 'button button-quiet button-icon button-small', type: 'button', 'aria-label': 'Dismiss', onclick: () => conversation.dismissError() }, icon('close')));
    }
    problem.dataset.text = s.error ?? '';
  };
  conversation.addEventListener('change', update, { signal });
  update();
  buildTranscript(transcript, app, signal);
  buildComposer(composer, app, signal);
  buildDetails(details, app, signal, () => showDetails(false));
}

function describe({ phase, link, activity, speaker, hearing, characters }, voice) {
  if (link.state === 'lost') return 'Connection lost';
  if (phase === 'starting' || link.state === 'connecting') return 'Connecting…';
  if (phase === 'ended') return 'This chat has ended';
  if (hearing) return 'Hearing you…';
  if (activity === 'thinking') return `${speaker || characters[0]?.name || 'The character'} is thinking…`;
  if (activity === 'speaking') return `${speaker || 'The character'} is speaking`;
  if (voice.state === 'on') return voice.isMuted ? 'Muted' : voice.mode === 'push' ? (voice.isHeld ? 'Listening while you hold' : holdToTalk) : 'Listening';
  return 'Ready';
}
