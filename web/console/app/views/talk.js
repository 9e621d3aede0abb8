// Talk: choose a character, then the conversation with its details beside it.
import { h } from '../lib/dom.js';
import { buildStart } from './talk/start.js';
import { buildRoom } from './talk/room.js';

export async function talkView(main, app, [what, more], signal) {
  const { conversation } = app;
  if (what === 'with' && more) {
    // The address of a beginning must not begin again on reload.
    history.replaceState(null, '', '#/talk');
    void conversation.open({ characterIds: more.split(',') });
  } else if (what && what !== conversation.state.chatId) {
    void conversation.open({ chatId: what, player: more });
  }

  const root = h('div', { class: 'talk' });
  main.append(root);
  let shown;
  const update = () => {
    const { phase, chatId } = conversation.state;

    // A reload comes back to the same chat.
    if (phase === 'live') history.replaceState(null, '', `#/talk/${chatId}/${encodeURIComponent(conversation.player)}`);
    const wanted = phase === 'none' ? 'start' : 'room';
    if (wanted === shown) return;
    shown = wanted;
    root.replaceChildren();
    if (wanted === 'start') buildStart(root, app, signal);
    else buildRoom(root, app, signal);
  };
  conversation.addEventListener('change', update, { signal });
  update();
}
