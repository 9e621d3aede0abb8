// Speech of replies as one gapless stream. A message is a row of pieces; each is told when it begins and ends.
import { audioContext, hasWorklets, loadWorklet, soon, unlockAudio } from './context.js';
import { toFloat } from './pcm.js';
import { Resampler } from './resampler.js';

const lowered = 0.2;

export class Speaker {
  #node;
  #volume;
  #loading;
  #nextPiece = 0;
  #pieces = new Map(); // id → { messageId, tag, duration }
  #open = new Map(); // messageId → { waiting, isFinished }
  #resamplers = new Map();
  #isMuted = false;

  /** `onBegin(messageId, tag, seconds)`, `onEnd(messageId, tag)` of pieces; `onMessageEnd(messageId)`; `onLevel(rms)`. */
  constructor(handlers = {}) {
    Object.assign(this, { onBegin() {}, onEnd() {}, onMessageEnd() {}, onLevel() {} }, handlers);
  }

  get isPlaying() { return this.#pieces.size > 0; }

  /** Opens the speaker; false when the browser refuses sound until there is a gesture. */
  async open() {
    if (!hasWorklets()) return false;
    this.#loading ??= this.#create().catch((error) => { this.#loading = undefined; throw error; });
    return await soon(this.#loading) && unlockAudio();
  }

  /** Adds samples to a message. `isWhole`: the piece is a recording of its own and not the continuation of the one before. */
  append(messageId, pcm, rate, { tag, isWhole = false } = {}) {
    if (!this.#node) return;
    const context = audioContext();
    let resampler = isWhole ? undefined : this.#resamplers.get(messageId);
    if (!resampler || resampler.inputRate !== rate) {
      resampler = new Resampler(rate, context.sampleRate);
      if (!isWhole) this.#resamplers.set(messageId, resampler);
    }
    let samples = resampler.process(toFloat(pcm));
    if (isWhole) samples = concatenate(samples, resampler.flush());
    const id = this.#nextPiece++;
    this.#pieces.set(id, { messageId, tag, duration: pcm.length / rate });
    this.#message(messageId).waiting++;
    this.#node.port.postMessage({ piece: { id, samples } }, samples.buffer.byteLength > 0 ? [samples.buffer] : []);
  }

  /** Nothing more is added to the message: it ends with what is there. */
  finish(messageId) {
    const message = this.#message(messageId);
    message.isFinished = true;
    this.#resamplers.delete(messageId);
    this.#endIfDone(messageId, message);
  }

  /** Stops at once; messages end without a word. */
  clear() {
    this.#pieces.clear();
    this.#open.clear();
    this.#resamplers.clear();
    this.#node?.port.postMessage({ clear: true });
  }

  /** Plays softly while the user may be interrupting. */
  lower(isLow) {
    this.#node?.port.postMessage({ gain: isLow ? lowered : 1 });
  }

  mute(isMuted) {
    this.#isMuted = isMuted;
    if (this.#volume) this.#volume.gain.value = isMuted ? 0 : 1;
  }

  async #create() {
    await loadWorklet('playback-worklet');
    const context = audioContext();
    this.#node = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    this.#volume = new GainNode(context, { gain: this.#isMuted ? 0 : 1 });
    this.#node.connect(this.#volume).connect(context.destination);
    this.#node.port.onmessage = ({ data }) => this.#hear(data);
  }

  #hear(data) {
    if (data.level !== undefined) {
      this.onLevel(data.level);
      return;
    }
    const piece = this.#pieces.get(data.begins ?? data.ends);
    if (!piece) return;
    if (data.begins !== undefined) {
      this.onBegin(piece.messageId, piece.tag, piece.duration);
      return;
    }
    this.#pieces.delete(data.ends);
    this.onEnd(piece.messageId, piece.tag);
    const message = this.#message(piece.messageId);
    message.waiting--;
    this.#endIfDone(piece.messageId, message);
  }

  #message(id) {
    let message = this.#open.get(id);
    if (!message) this.#open.set(id, message = { waiting: 0, isFinished: false });
    return message;
  }

  #endIfDone(id, message) {
    if (!message.isFinished || message.waiting > 0) return;
    this.#open.delete(id);
    this.onMessageEnd(id);
  }
}

function concatenate(first, second) {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
