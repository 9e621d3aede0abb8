// Changes the rate of a stream of samples: windowed sinc, cut off below the lower of both rates. No state outside the object, so it
// runs in an audio worklet, on the page and in Node alike.

const zeroCrossings = 16;
const steps = 64;

export class Resampler {
  #ratio; // input samples per output sample
  #half; // input samples on each side of an output sample
  #table;
  #buffer;
  #position = 0; // of the next output sample, in input samples after the buffer's beginning

  constructor(inputRate, outputRate) {
    this.inputRate = inputRate;
    this.outputRate = outputRate;
    this.#ratio = inputRate / outputRate;
    const cutoff = Math.min(1, outputRate / inputRate) * 0.94;
    this.#half = Math.ceil(zeroCrossings / Math.min(1, outputRate / inputRate));
    this.#table = kernel(this.#half, cutoff);

    // Silence before the first sample, so that the output is not delayed.
    this.#buffer = new Float32Array(this.#half);
    this.#position = this.#half;
  }

  /** Samples that can be computed now; a few of the newest wait for what follows. */
  process(input) {
    if (this.#ratio === 1) return input;
    const buffer = new Float32Array(this.#buffer.length + input.length);
    buffer.set(this.#buffer);
    buffer.set(input, this.#buffer.length);
    const last = buffer.length - this.#half - 1;
    const count = Math.max(0, Math.floor((last - this.#position) / this.#ratio) + 1);
    const output = new Float32Array(count);
    let position = this.#position;
    for (let i = 0; i < count; i++) {
      output[i] = this.#sample(buffer, position);
      position += this.#ratio;
    }

    const drop = Math.max(0, Math.min(buffer.length, Math.floor(position) - this.#half));
    this.#buffer = buffer.slice(drop);
    this.#position = position - drop;
    return output;
  }

  /** The samples still waiting; the stream is over. */
  flush() {
    return this.#ratio === 1 ? new Float32Array(0) : this.process(new Float32Array(this.#half));
  }

  #sample(buffer, position) {
    const centre = Math.floor(position);
    const fraction = position - centre;
    const table = this.#table;
    let sum = 0;
    for (let i = Math.max(0, centre - this.#half + 1), end = Math.min(buffer.length - 1, centre + this.#half); i <= end; i++) {
      const at = (i - centre + this.#half - fraction) * steps;
      const index = at | 0;
      const part = at - index;
      sum += buffer[i] * (table[index] + (table[index + 1] - table[index]) * part);
    }
    return sum;
  }
}

function kernel(half, cutoff) {
  const size = 2 * half * steps;
  const table = new Float32Array(size + 2);
  for (let i = 0; i <= size; i++) {
    const x = i / steps - half;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / half) + 0.08 * Math.cos((2 * Math.PI * x) / half);
    table[i] = cutoff * sinc * window;
  }
  return table;
}
