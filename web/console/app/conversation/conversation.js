// One conversation at a time: a connection, the speaker and the microphone around a state. Views read `state` and `voice` and call methods.
import { initialState, reduce } from './state.js';
import { Connection } from './connection.js';
import { Voice } from './voice.js';
import { VoxtaFace } from '../faces/voxta.js';
import { EstuaryFace } from '../faces/estuary.js';
import { FaceError } from '../faces/face-error.js';
import { Microphone } from '../audio/microphone.js';
import { Speaker } from '../audio/speaker.js';
import { getJson } from '../lib/api.js';
import { pause } from '../lib/retry.js';
import { chatMessages } from './history.js';

const defaultPlayer = 'default';
const faces = { voxta: VoxtaFace, estuary: EstuaryFace };

/** Events: `change` when state or voice changed, `level` with { input, output } several times a second, `unauthorized`. */
export class Conversation extends EventTarget {
  state = initialState;
  levels = { input: 0, output: 0 };
  isSilent = false;
  player = defaultPlayer;
  #connection;
  #speaker;
  #voice;
  #opened = 0;

  constructor() {
    super();
    this.#speaker = new Speaker({
      onBegin: (id, tag, seconds) => this.#face?.onPieceBegins(id, tag, seconds),
      onMessageEnd: (id) => this.#face?.onMessageEnds(id),
      onLevel: (level) => this.#level('output', level),
    });
    this.#voice = new Voice({
      createMicrophone: (handlers) => new Microphone(handlers),
      prepare: () => this.#speaker.open(),
      onChange: () => this.#changed(),
      onLevel: (level) => this.#level('input', level),
      onError: (error) => this.report(error.message),
    });
    this.#connection = new Connection({
      createFace: (name, emit) => new faces[name](emit, this.#speaker, this.player),
      state: () => this.state,
      tell: (event) => this.#take(event),
      attach: (face) => this.#voice.attach(face),
      detach: () => this.#voice.detach(),
      pause,
      onUnauthorized: () => this.dispatchEvent(new Event('unauthorized')),
    });
  }

  get voice() { return this.#voice.state; }
  get canEdit() { return this.#face?.canEdit === true && this.state.link.state === 'online'; }
  get isBusy() { return this.state.activity !== 'idle' || this.#speaker.isPlaying; }

  /** Opens a chat (`chatId`), or begins one with characters; as another of the owner's players when one is named. */
  async open({ chatId, characterIds, face = this.state.face, player = defaultPlayer }) {
    const opened = ++this.#opened;
    this.player = player;
    this.#speaker.clear();
    this.#dispatch({ type: 'closed' });
    this.#dispatch({ type: 'starting', face });
    this.#dispatch({ type: 'link', link: { state: 'connecting' } });
    void this.#speaker.open();
    const stands = await this.#connection.open({ chatId, characterIds, face });
    if (stands && chatId) await this.#recall(opened);
  }

  /** Goes on with the same chat over the other face. */
  async switchFace(face) {
    const { link, phase } = this.state;
    if (!['connecting', 'online', 'lost'].includes(link.state) || phase === 'ended') {
      this.#changed();
      return;
    }
    this.#dispatch({ type: 'switching', face, link });
    await this.#connection.switchTo(face);
  }

  /** Leaves the chat; the server ends its session by itself. */
  close() {
    this.#opened++;
    this.#voice.stop();
    this.#connection.leave();
    this.#speaker.clear();
    this.#dispatch({ type: 'closed' });
    this.#dispatch({ type: 'link', link: { state: 'idle' } });
  }

  reconnect() {
    if (this.state.link.state === 'lost' || this.state.link.state === 'refused') void this.#connection.reconnect();
  }

  async send(text) {
    if (this.state.link.state === 'refused') await this.#connection.reconnect();
    // Words do not wait for sound.
    void this.#speaker.open();
    await this.#do((face) => face.send(text));
  }

  edit(id, text) { return this.#do((face) => face.edit(id, text)); }
  remove(id) { return this.#delete((face) => face.remove(id)); }
  retry() { return this.#delete((face) => face.retry()); }
  revert(id) { return this.#delete((face) => face.revert(id)); }
  suggest() { return this.#do((face) => face.suggest()); }
  speak(id) { return this.#do(async (face) => { await this.#speaker.open(); await face.speak(id); }); }
  next(characterId) { return this.#do((face) => face.next(characterId)); }
  pause(isPaused) { return this.#do((face) => face.pause(isPaused)); }
  press(name) { return this.#do((face) => face.press(name)); }
  addCharacter(id) { return this.#do((face) => face.addCharacter(id)); }
  removeCharacter(id) { return this.#do((face) => face.removeCharacter(id)); }
  report(message) { this.#dispatch({ type: 'error', message }); }
  dismissError() { this.#dispatch({ type: 'dismissError' }); }
  typing(isTyping, isSent) { this.#face?.typing(isTyping, isSent); }

  /** Stops the reply at once; the server then tells what of it was heard. */
  interrupt() {
    if (!this.isBusy) return Promise.resolve();
    return this.#do((face) => face.interrupt());
  }

  silence(isSilent) {
    this.isSilent = isSilent;
    this.#speaker.mute(isSilent);
    this.#changed();
  }

  /** Opens the microphone. Call from a gesture. */
  startVoice(mode) { return this.#voice.start(mode); }
  stopVoice() { this.#voice.stop(); }
  mute(isMuted) { this.#voice.mute(isMuted); }

  /** "open": the server hears when a sentence ends; "push": the talk key says it. */
  async setVoiceMode(mode) {
    if (mode !== this.voice.mode && this.voice.state !== 'off' && this.#face?.isBoundToPush) void this.#connection.renew();
    await this.#voice.setMode(mode);
  }

  holdKey() {
    if (this.#voice.hold() && this.isBusy) void this.interrupt();
  }

  releaseKey() { this.#voice.release(); }

  get #face() { return this.#connection.face; }

  // Voxta's wire has only what was heard of an interrupted reply; the store has the rest.
  async #recall(opened) {
    try {
      const chat = await getJson(`api/parley/chats/${this.state.chatId}`);
      if (opened === this.#opened) this.#dispatch({ type: 'history', messages: chatMessages(chat) });
    } catch {
      // The conversation is whole without it.
    }
  }

  #take(event) {
    if (event.type === 'voiceEnded') this.#voice.end(event.reason);
    else this.#dispatch(event);
  }

  #delete(action) {
    this.#dispatch({ type: 'deleting' });
    return this.#do(action);
  }

  async #do(action) {
    try {
      if (this.state.link.state === 'connecting') await this.#connection.settled;
      if (!this.#face || this.state.link.state !== 'online') throw new FaceError('offline', 'There is no connection to the server.');
      await action(this.#face);
    } catch (error) {
      this.report(error.message);
    }
  }

  #level(which, value) {
    this.levels[which] = value;
    this.dispatchEvent(new Event('level'));
  }

  #dispatch(event) {
    const next = reduce(this.state, event);
    if (next === this.state) return;
    this.state = next;
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('change')); }
}
