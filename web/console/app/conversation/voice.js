// The microphone and the talk key, given to whichever face the conversation has, in whatever order the two come and go.

const off = Object.freeze({ state: 'off', mode: 'open', isMuted: false, isHeld: false, problem: null });

export class Voice {
  state = off; // state: off, opening, on; mode: open (the server hears when a sentence ends), push (the talk key says it)
  #hooks;
  #face;
  #microphone;
  #isOpen = false;
  #given; // the face that was given the microphone, in which mode, and when it has it
  #keys = Promise.resolve();
  #said; // blocks said before the server listens

  /** `createMicrophone({ onBlock, onEnd })`; `prepare()` before the server listens; `onChange()`, `onLevel(rms)`, `onError(error)`. */
  constructor(hooks) { this.#hooks = hooks; }

  /** Opens the microphone; call from a gesture. */
  async start(mode = this.state.mode) {
    if (this.state.state !== 'off') return;
    this.#set({ state: 'opening', mode, problem: null, isMuted: false, isHeld: false });
    const microphone = this.#hooks.createMicrophone({
      onBlock: (pcm, level) => this.#hear(pcm, level),
      onEnd: () => { if (microphone === this.#microphone) this.end('The microphone was disconnected.'); },
    });
    this.#microphone = microphone;
    try {
      await microphone.open();
      await this.#hooks.prepare();
      if (microphone !== this.#microphone) return;
      this.#isOpen = true;
      await this.#give();
      if (microphone === this.#microphone) this.#set({ state: 'on' });
    } catch (error) {
      if (microphone === this.#microphone) this.#fail(error);
    }
  }

  stop() {
    this.#face?.closeVoice();
    this.#microphone?.close();
    this.#microphone = this.#given = undefined;
    this.#isOpen = false;
    this.#hooks.onLevel(0);
    if (this.state.state !== 'off') this.#set({ state: 'off', isHeld: false, isMuted: false });
  }

  /** The server listens no more. */
  end(reason) {
    if (this.state.state === 'off') return;
    this.stop();
    this.#set({ problem: { title: reason, advice: 'Press the microphone to go on.' } });
  }

  mute(isMuted) {
    if (this.state.state !== 'on') return;
    this.#set({ isMuted });
    if (isMuted && this.state.mode === 'open') this.#key((face) => face.keyUp());
  }

  async setMode(mode) {
    if (mode === this.state.mode) return;
    this.#set({ mode, isHeld: false });
    await this.#give().catch((error) => this.#fail(error));
  }

  /** The talk key goes down; false when it means nothing now. */
  hold() {
    const { state, mode, isHeld } = this.state;
    if (state !== 'on' || mode !== 'push' || isHeld || !this.#face) return false;
    this.#set({ isHeld: true });
    this.#press();
    return true;
  }

  release() {
    if (!this.state.isHeld) return;
    this.#set({ isHeld: false });
    this.#key((face) => face.keyUp());
  }

  /** This face is the conversation's from now on. */
  attach(face) {
    const isNew = face !== this.#face;
    this.#face = face;
    this.#give().catch((error) => this.#fail(error));
    if (isNew && this.state.isHeld) this.#press();
  }

  /** There is no face. */
  detach() { this.#face = this.#given = undefined; }

  // Once for each face and mode, whichever comes last: the microphone or the connection.
  async #give() {
    const face = this.#face;
    const { mode } = this.state;
    if (!face || !this.#isOpen) return;
    if (this.#given?.face !== face || this.#given.mode !== mode) this.#given = { face, mode, done: face.openVoice(mode) };
    const given = this.#given;
    try {
      await given.done;
    } catch (error) {
      if (given === this.#given) throw error;
    }
    if (given !== this.#given) await this.#give();
  }

  #press() {
    const said = [];
    this.#said = said;
    this.#key(async (face) => {
      try {
        await face.keyDown();
        for (const pcm of said) face.write(pcm);
      } finally {
        if (this.#said === said) this.#said = undefined;
      }
    });
  }

  // One after another, as they were pressed; a face that went away meanwhile has no use for them.
  #key(action) {
    const face = this.#face;
    this.#keys = this.#keys.then(() => (face && face === this.#face ? action(face) : undefined)).catch((error) => this.#hooks.onError(error));
  }

  #hear(pcm, level) {
    const { mode, isMuted, isHeld } = this.state;
    const isHeard = !isMuted && (mode === 'open' || isHeld);
    this.#hooks.onLevel(isHeard ? level : 0);
    if (!isHeard) return;
    if (mode === 'push' && this.#said) this.#said.push(pcm);
    else this.#face?.write(pcm);
  }

  #fail(error) {
    if (this.state.state === 'off') return;
    this.stop();
    this.#set({ problem: { title: error.message, advice: error.advice ?? '' } });
  }

  #set(change) {
    this.state = Object.freeze({ ...this.state, ...change });
    this.#hooks.onChange();
  }
}
