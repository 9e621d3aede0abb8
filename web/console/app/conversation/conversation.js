// One conversation at a time: a face, the speaker and the microphone around a state. Views read `state` and `voice` and call methods.
import { initialState, reduce } from './state.js';
import { VoxtaFace } from '../faces/voxta.js';
import { EstuaryFace } from '../faces/estuary.js';
import { FaceError } from '../faces/face-error.js';
import { Microphone } from '../audio/microphone.js';
import { Speaker } from '../audio/speaker.js';
import { delayBefore, pause } from '../lib/retry.js';
import { getJson } from '../lib/api.js';
import { chatMessages } from './history.js';

const defaultPlayer = 'default';

const idleVoice = Object.freeze({ state: 'off', mode: 'open', isMuted: false, isHeld: false, problem: null });

/** Events: `change` when state or voice changed, `level` with { input, output } several times a second, `unauthorized`. */
export class Conversation extends EventTarget {
  state = initialState;
  voice = idleVoice;
  levels = { input: 0, output: 0 };
  isSilent = false;
  player = defaultPlayer;
  #face;
  #starting;
  #microphone;
  #speaker;
  #lifetime; // AbortController of the chat that is open
  #held = []; // blocks said before the server listens

  constructor() {
    super();
    this.#speaker = new Speaker({
      onBegin: (id, tag, seconds) => this.#face?.onPieceBegins(id, tag, seconds),
      onMessageEnd: (id) => this.#face?.onMessageEnds(id),
      onLevel: (level) => this.#level('output', level),
    });
  }

  get canEdit() { return this.#face?.canEdit === true && this.state.link.state === 'online'; }
  get isBusy() { return this.state.activity !== 'idle' || this.#speaker.isPlaying; }

  /** Opens a chat (`chatId`), or begins one with characters; as another of the owner's players when one is named. */
  async open({ chatId, characterIds, face = this.state.face, player = defaultPlayer }) {
    this.#leave();
    this.player = player;
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#dispatch({ type: 'closed' });
    this.#dispatch({ type: 'starting', face });
    this.#dispatch({ type: 'link', link: { state: 'connecting' } });
    void this.#speaker.open();
    try {
      await this.#connect({ face: 'voxta', chatId, characterIds }, signal);
      if (face === 'estuary') await this.#connect({ face }, signal);
      this.#dispatch({ type: 'link', link: { state: 'online' } });
      if (this.voice.state === 'on') await this.#face.openVoice(this.voice.mode);
      if (chatId) await this.#recall(signal);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** Goes on with the same chat over the other face. */
  async switchFace(face) {
    if (face === this.state.face || this.state.phase !== 'live' || this.state.link.state !== 'online') {
      this.#changed();
      return;
    }
    const { signal } = this.#lifetime;
    const before = this.state.face;
    this.#dispatch({ type: 'link', link: { state: 'connecting' } });
    try {
      await this.#connect({ face }, signal);
      this.#dispatch({ type: 'link', link: { state: 'online' } });
      if (this.voice.state === 'on') await this.#face.openVoice(this.voice.mode);
    } catch (error) {
      if (signal.aborted) return;
      this.#dispatch({ type: 'error', message: `The chat stays on ${before === 'voxta' ? 'Voxta' : 'Estuary'}: ${error.message}` });
      this.#dispatch({ type: 'link', link: { state: 'online' } });
    }
  }

  /** Leaves the chat; the server ends its session by itself. */
  close() {
    this.#leave();
    this.stopVoice();
    this.#dispatch({ type: 'closed' });
    this.#dispatch({ type: 'link', link: { state: 'idle' } });
  }

  reconnect() {
    if (this.state.link.state === 'lost' || this.state.link.state === 'refused') this.#recover(this.#lifetime.signal);
  }

  async send(text) {
    if (this.state.link.state === 'refused') await this.#recover(this.#lifetime.signal);
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
  async startVoice(mode = this.voice.mode) {
    if (this.voice.state !== 'off') return;
    this.#setVoice({ state: 'opening', mode, problem: null, isMuted: false, isHeld: false });
    const microphone = new Microphone({
      onBlock: (pcm, level) => this.#hear(pcm, level),
      onEnd: () => this.#voiceEnded('The microphone was disconnected.'),
    });
    try {
      await microphone.open();
      this.#microphone = microphone;
      await this.#speaker.open();
      if (this.state.link.state === 'online') await this.#face.openVoice(mode);
      this.#setVoice({ state: 'on' });
    } catch (error) {
      microphone.close();
      this.#microphone = undefined;
      this.#setVoice({ ...idleVoice, mode, problem: { title: error.message, advice: error.advice ?? '' } });
    }
  }

  stopVoice() {
    this.#face?.closeVoice();
    this.#microphone?.close();
    this.#microphone = undefined;
    this.#level('input', 0);
    if (this.voice.state !== 'off') this.#setVoice({ state: 'off', isHeld: false, isMuted: false });
  }

  mute(isMuted) {
    if (this.voice.state !== 'on') return;
    this.#setVoice({ isMuted });
    if (isMuted && this.voice.mode === 'open') this.#face?.keyUp();
  }

  /** "open": the server hears when a sentence ends; "push": the talk key says it. */
  async setVoiceMode(mode) {
    if (mode === this.voice.mode) return;
    const wasOn = this.voice.state === 'on';
    this.#setVoice({ mode, isHeld: false });
    if (!wasOn || this.state.link.state !== 'online') return;
    if (this.#face.isBoundToPush) await this.#connect({ face: 'estuary' }, this.#lifetime.signal).catch((error) => this.#failed(error));
    await this.#do((face) => face.openVoice(mode));
  }

  async holdKey() {
    if (this.voice.state !== 'on' || this.voice.mode !== 'push' || this.voice.isHeld || this.state.link.state !== 'online') return;
    this.#setVoice({ isHeld: true });
    if (this.isBusy) this.interrupt();
    this.#held = [];
    await this.#do((face) => face.keyDown());
    for (const pcm of this.#held) this.#face?.write(pcm);
    this.#held = null;
  }

  async releaseKey() {
    if (!this.voice.isHeld) return;
    this.#setVoice({ isHeld: false });
    await this.#do((face) => face.keyUp());
  }

  // One face in, the one before out: the session never is without a connection.
  async #connect({ face: name, chatId = this.state.chatId, characterIds }, signal) {
    const face = this.#create(name);
    this.#starting = face;
    try {
      if (name === 'estuary') {
        const { characters, user } = this.state;
        if (characters.length !== 1) throw new FaceError('refused', 'Estuary knows one character in a chat.');
        await face.start({ characterIds: [characters[0].id], chatId, characters, user });
      } else {
        await face.start({ chatId, characterIds });
      }
      signal.throwIfAborted();
    } catch (error) {
      face.close();
      throw error;
    } finally {
      if (this.#starting === face) this.#starting = undefined;
    }
  }

  // Voxta's wire has only what was heard of an interrupted reply; the store has the rest.
  async #recall(signal) {
    try {
      const chat = await getJson(`api/parley/chats/${this.state.chatId}`, { signal });
      this.#dispatch({ type: 'history', messages: chatMessages(chat) });
    } catch {
      // The conversation is whole without it.
    }
  }

  #create(name) {
    let face;
    const emit = (event) => this.#take(face, event);
    face = name === 'estuary' ? new EstuaryFace(emit, this.#speaker, this.player) : new VoxtaFace(emit, this.#speaker, this.player);
    return face;
  }

  #take(face, event) {
    if (face === this.#starting && event.type === 'session') {
      this.#face?.close();
      this.#face = face;
    }
    if (face !== this.#face && !(face === this.#starting && event.type === 'error')) return;
    if (event.type === 'lost') {
      if (event.isFinal) this.#dispatch({ type: 'link', link: { state: 'refused', reason: event.reason } });
      else this.#recover(this.#lifetime.signal, event.reason);
    } else if (event.type === 'voiceEnded') {
      this.#voiceEnded(event.reason);
    } else {
      this.#dispatch(event);
    }
  }

  async #recover(signal, reason) {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const wait = attempt === 1 && !reason ? 0 : delayBefore(attempt);
      this.#dispatch({ type: 'link', link: { state: 'lost', attempt, retryAt: Date.now() + wait, reason } });
      try {
        await pause(wait, signal);
        const { chatId, face } = this.state;
        try {
          await this.#connect({ face, chatId }, signal);
        } catch (error) {
          if (face !== 'estuary' || error.code !== 'refused') throw error;

          // Estuary continues the character's latest chat: the other face makes this one live first.
          await this.#connect({ face: 'voxta', chatId }, signal);
          await this.#connect({ face: 'estuary', chatId }, signal);
        }
        this.#dispatch({ type: 'link', link: { state: 'online' } });
        if (this.voice.state === 'on') await this.#do((f) => f.openVoice(this.voice.mode));
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (error.code === 'unauthorized' || error.code === 'refused') {
          this.#failed(error);
          return;
        }
      }
    }
  }

  #failed(error) {
    const isKey = error.code === 'unauthorized';
    this.#dispatch({ type: 'link', link: { state: 'refused', reason: error.message, isKey } });
    this.#dispatch({ type: 'error', message: error.message });
    if (isKey) this.dispatchEvent(new Event('unauthorized'));
  }

  #delete(action) {
    this.#dispatch({ type: 'deleting' });
    return this.#do(action);
  }

  async #do(action) {
    try {
      if (!this.#face || this.state.link.state !== 'online') throw new FaceError('offline', 'There is no connection to the server.');
      await action(this.#face);
    } catch (error) {
      this.#dispatch({ type: 'error', message: error.message });
    }
  }

  #hear(pcm, level) {
    const { mode, isMuted, isHeld } = this.voice;
    const isOpen = !isMuted && (mode === 'open' || isHeld);
    this.#level('input', isOpen ? level : 0);
    if (!isOpen) return;
    if (mode === 'push' && this.#held) this.#held.push(pcm);
    else this.#face?.write(pcm);
  }

  #voiceEnded(reason) {
    this.stopVoice();
    this.#setVoice({ problem: { title: reason, advice: 'Press the microphone to go on.' } });
  }

  #leave() {
    this.#lifetime?.abort();
    this.#starting?.close();
    this.#face?.close();
    this.#face = this.#starting = undefined;
    this.#speaker.clear();
  }

  #setVoice(change) {
    this.voice = Object.freeze({ ...this.voice, ...change });
    this.#changed();
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
