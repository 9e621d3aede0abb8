// The microphone on the audio thread: to 16 kHz, 16 bit, in blocks of 40 ms with their level.
import { Resampler } from './resampler.js';
import { toInt16 } from './pcm.js';

const outputRate = 16_000;
const blockLength = 640;

class Capture extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, outputRate);
  #block = new Float32Array(blockLength);
  #filled = 0;
  #isOpen = true;

  constructor() {
    super();
    this.port.onmessage = () => { this.#isOpen = false; };
  }

  process([input]) {
    if (!this.#isOpen) return false;
    const samples = input?.[0];
    if (samples) this.#take(this.#resampler.process(samples));
    return true;
  }

  #take(samples) {
    for (let i = 0; i < samples.length;) {
      const count = Math.min(samples.length - i, blockLength - this.#filled);
      this.#block.set(samples.subarray(i, i + count), this.#filled);
      this.#filled += count;
      i += count;
      if (this.#filled === blockLength) {
        let power = 0;
        for (const s of this.#block) power += s * s;
        const pcm = toInt16(this.#block);
        this.port.postMessage({ pcm, level: Math.sqrt(power / blockLength) }, [pcm.buffer]);
        this.#filled = 0;
      }
    }
  }
}

registerProcessor('parley-capture', Capture);
