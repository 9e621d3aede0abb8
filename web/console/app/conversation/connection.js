// Keeps a conversation connected over the face that is wanted. One loop at a time makes it so, whatever is clicked or lost meanwhile.
import { FaceError } from '../faces/face-error.js';
import { delayBefore } from '../lib/retry.js';

export const faceNames = { voxta: 'Voxta', estuary: 'Estuary' };

export class Connection {
  #hooks;
  #face;
  #wanted;
  #worn; // a face that must be replaced by another of its kind
  #starting;
  #lifetime; // AbortController of the chat that is open
  #loop;
  #reason; // why the connection was lost
  #wake;

  /**
   * `createFace(name, emit)`; `state()` of the conversation; `tell(event)` for the state; `attach(face)` when a face stands that is wanted,
   * `detach()` when it stands no more; `pause(milliseconds, signal)` between attempts; `onUnauthorized()`.
   */
  constructor(hooks) { this.#hooks = hooks; }

  /** The face that stands; undefined while there is none. */
  get face() { return this.#face; }

  /** Done when the wanted face stands, or nothing is tried any more. */
  get settled() { return this.#loop ?? Promise.resolve(); }

  /** Begins a chat with characters or resumes one, and leaves the one before. True when it stands. */
  async open({ chatId, characterIds, face }) {
    this.leave();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#wanted = face;
    this.#loop = this.#begin({ chatId, characterIds }, signal);
    await this.#loop;
    return !signal.aborted && this.#face !== undefined;
  }

  /** Goes on with the same chat over the other face; the latest wish counts. */
  switchTo(name) {
    this.#wanted = name;
    if (this.#isSettled) this.#starting?.close();
    return this.#keep();
  }

  /** Replaces the connection by a new one of the same face. */
  renew() {
    this.#worn = this.#face;
    this.#hooks.detach();
    return this.#keep();
  }

  /** Tries again at once what was lost or refused. */
  reconnect() {
    this.#reason = undefined;
    this.#wake?.abort();
    return this.#keep();
  }

  leave() {
    this.#lifetime?.abort();
    this.#wake?.abort();
    this.#loop = undefined;
    this.#starting?.close();
    this.#face?.close();
    this.#face = this.#starting = this.#worn = this.#reason = undefined;
    this.#hooks.detach();
  }

  get #isSettled() { return this.#face !== undefined && this.#face.name === this.#wanted && this.#face !== this.#worn; }

  #keep() {
    const { signal } = this.#lifetime;
    this.#loop ??= Promise.resolve().then(() => this.#settle(signal));
    return this.#loop;
  }

  // Voxta begins and resumes; Estuary only goes on.
  async #begin(beginning, signal) {
    try {
      await this.#connect({ name: 'voxta', ...beginning }, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#loop = undefined;
      this.#refuse(error);
      return;
    }
    await this.#settle(signal);
  }

  async #settle(signal) {
    try {
      for (let attempt = 1; !signal.aborted; attempt++) {
        if (this.#isSettled) {
          this.#reason = undefined;
          this.#hooks.tell({ type: 'link', link: { state: 'online' } });
          this.#hooks.attach(this.#face);
          return;
        }
        if (this.#face) {
          attempt = 0;
          await this.#change(signal);
        } else if (!await this.#retry(attempt, signal)) {
          return;
        }
      }
    } finally {
      if (!signal.aborted) this.#loop = undefined;
    }
  }

  async #change(signal) {
    const before = this.#face;
    const wanted = this.#wanted;
    this.#hooks.tell({ type: 'switching', face: wanted });
    try {
      await this.#connect({ name: wanted }, signal);
    } catch (error) {
      if (signal.aborted || this.#wanted !== wanted || this.#face !== before) return;
      if (before === this.#worn) {
        this.#lose(error.message);
        before.close();
        return;
      }
      this.#wanted = before.name;
      this.#hooks.tell({ type: 'error', message: `The chat stays on ${faceNames[before.name]}: ${error.message}` });
    }
  }

  async #retry(attempt, signal) {
    const wait = attempt === 1 && !this.#reason ? 0 : delayBefore(attempt);
    this.#hooks.tell({ type: 'link', link: { state: 'lost', attempt, retryAt: Date.now() + wait, reason: this.#reason } });
    this.#wake = new AbortController();
    try {
      await this.#hooks.pause(wait, this.#wake.signal).catch(() => {});
      signal.throwIfAborted();
      await this.#resume(this.#wanted, signal);
    } catch (error) {
      if (signal.aborted) return false;
      if (error.code === 'unauthorized' || error.code === 'refused') {
        this.#refuse(error);
        return false;
      }
    }
    return true;
  }

  async #resume(name, signal) {
    try {
      await this.#connect({ name }, signal);
    } catch (error) {
      if (name !== 'estuary' || error.code !== 'refused') throw error;

      // Estuary continues the character's latest chat: the other face makes this one live first.
      await this.#connect({ name: 'voxta' }, signal);
    }
  }

  // One face in, the one before out: the session never is without a connection.
  async #connect({ name, chatId = this.#hooks.state().chatId, characterIds }, signal) {
    const face = this.#hooks.createFace(name, (event) => this.#take(face, event));
    this.#starting = face;
    try {
      if (name === 'estuary') {
        const { characters, user } = this.#hooks.state();
        if (characters.length !== 1) throw new FaceError('refused', 'Estuary knows one character in a chat.');
        await face.start({ characterIds: [characters[0].id], chatId, characters, user });
      } else {
        await face.start({ chatId, characterIds });
      }
      signal.throwIfAborted();
    } catch (error) {
      face.close();
      if (this.#face === face) this.#face = undefined;
      throw error;
    } finally {
      if (this.#starting === face) this.#starting = undefined;
    }
  }

  #take(face, event) {
    if (face === this.#starting && event.type === 'session') {
      const before = this.#face;
      this.#face = face;
      this.#starting = undefined;
      this.#hooks.detach();
      before?.close();
    }
    if (face !== this.#face && !(face === this.#starting && event.type === 'error')) return;
    if (event.type !== 'lost') {
      this.#hooks.tell(event);
      return;
    }
    this.#lose(event.reason);
    if (event.isFinal) this.#hooks.tell({ type: 'link', link: { state: 'refused', reason: event.reason } });
    else this.#keep();
  }

  #lose(reason) {
    this.#face = undefined;
    this.#reason = reason;
    this.#hooks.detach();
    this.#hooks.tell({ type: 'link', link: { state: 'lost', attempt: 1, reason } });
  }

  #refuse(error) {
    const isKey = error.code === 'unauthorized';
    this.#hooks.tell({ type: 'link', link: { state: 'refused', reason: error.message, isKey } });
    this.#hooks.tell({ type: 'error', message: error.message });
    if (isKey) this.#hooks.onUnauthorized();
  }
}
