// The speaker on the audio thread: pieces in their order without a gap, told when each begins and ends; a clear fades out in 10 ms.

const fadeLength = 480;
const levelEvery = 2048;

class Playback extends AudioWorkletProcessor {
  #pieces = []; // { id, samples, at }
  #gain = 1;
  #target = 1;
  #fading = false;
  #power = 0;
  #counted = 0;
  #wasPlaying = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data.piece) this.#pieces.push({ ...data.piece, at: 0 });
      else if (data.gain !== undefined) this.#target = data.gain;
      else if (data.clear) this.#clear();
    };
  }

  #clear() {
    const [current] = this.#pieces;
    if (!current?.samples || current.at === 0) {
      this.#pieces = [];
      this.#ended();
      return;
    }
    const tail = current.samples.slice(current.at, current.at + fadeLength);
    for (let i = 0; i < tail.length; i++) tail[i] *= 1 - i / tail.length;
    this.#pieces = [{ id: null, samples: tail, at: 0 }];
    this.#fading = true;
  }

  #ended() {
    this.#fading = false;
    this.#target = 1;
    if (this.#wasPlaying) this.port.postMessage({ idle: true });
    this.#wasPlaying = false;
  }

  process(_, [output]) {
    const channel = output[0];
    let written = 0;
    while (written < channel.length && this.#pieces.length > 0) {
      const piece = this.#pieces[0];
      if (piece.at === 0 && piece.id !== null) {
        this.#wasPlaying = true;
        this.port.postMessage({ begins: piece.id });
      }
      const count = Math.min(channel.length - written, piece.samples.length - piece.at);
      channel.set(piece.samples.subarray(piece.at, piece.at + count), written);
      written += count;
      piece.at += count;
      if (piece.at === piece.samples.length) {
        this.#pieces.shift();
        if (piece.id !== null) this.port.postMessage({ ends: piece.id });
        if (this.#pieces.length === 0) this.#ended();
      }
    }

    for (let i = 0; i < channel.length; i++) {
      this.#gain += (this.#target - this.#gain) * 0.002;
      channel[i] *= this.#gain;
      this.#power += channel[i] * channel[i];
    }
    for (let c = 1; c < output.length; c++) output[c].set(channel);
    this.#counted += channel.length;
    if (this.#counted >= levelEvery) {
      this.port.postMessage({ level: Math.sqrt(this.#power / this.#counted) });
      this.#power = 0;
      this.#counted = 0;
    }
    return true;
  }
}

registerProcessor('parley-playback', Playback);
