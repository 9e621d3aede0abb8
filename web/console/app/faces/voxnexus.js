// VoxNexus' realtime sockets: text to speech and speech to text.
import { socketUrl } from '../lib/api.js';
import { fromBase64, toBase64 } from '../audio/pcm.js';
import { FaceError } from './face-error.js';

const openDeadline = 10_000;
const heartbeat = 30_000;

/** A socket after its `ready`; `onMessage(message)` gets everything later, `onClose(reason)` the end that was not asked for. */
class RealtimeSocket {
  #socket;
  #beat;
  #isClosed = false;

  async open(path, init, { onMessage, onClose }) {
    this.#socket = new WebSocket(socketUrl(path, {}, 'token'));
    const socket = this.#socket;
    const ready = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => { socket.close(); reject(new FaceError('timeout', 'The server did not answer in time.')); }, openDeadline);
      socket.onopen = () => this.send({ type: 'init', ...init });
      socket.onclose = () => { clearTimeout(timer); reject(new FaceError('unreachable', 'The speech service cannot be reached.')); };
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        clearTimeout(timer);
        if (message.type === 'ready') {
          resolve(message);
        } else if (message.type === 'error') {
          this.close();
          reject(new FaceError('refused', message.error));
        }
      };
    });
    socket.onmessage = ({ data }) => onMessage(JSON.parse(data));
    socket.onclose = ({ reason }) => {
      clearInterval(this.#beat);
      if (!this.#isClosed) onClose(reason || 'The connection was lost.');
    };
    this.#beat = setInterval(() => this.send({ type: 'ping' }), heartbeat);
    return ready;
  }

  get backlog() { return this.#socket.bufferedAmount; }

  send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close() {
    this.#isClosed = true;
    clearInterval(this.#beat);
    this.#socket?.close();
  }
}

/**
 * Speaks one text. `onAudio(bytes)` gets the audio in the format asked for, `onWords(words)` when they are spoken. Resolves with
 * `ready` at the end; throws a FaceError.
 */
export async function synthesise({ text, ...init }, { onAudio, onWords, signal }) {
  const socket = new RealtimeSocket();
  const stop = () => socket.close();
  signal.addEventListener('abort', stop);
  try {
    let settle;
    const done = new Promise((resolve, reject) => { settle = { resolve, reject }; });
    done.catch(() => {});
    signal.addEventListener('abort', () => settle.resolve());
    const ready = await socket.open('v1/tts/realtime', { ...init, enable_timestamps: true }, {
      onClose: (reason) => settle.reject(new FaceError('unreachable', reason)),
      onMessage: (m) => {
        if (m.type === 'audio') {
          if (m.data) onAudio(fromBase64(m.data));
          if (m.is_final) settle.resolve();
        } else if (m.type === 'word_timing') {
          onWords(m.words);
        } else if (m.type === 'error') {
          settle.reject(new FaceError('refused', m.error));
        }
      },
    });
    socket.send({ type: 'text', text, is_final: true });
    await done;
    return ready;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.close();
  }
}

/** Recognises a stream: `write` samples at 16 kHz, then `finish`. `onTranscript(transcript)`, `onEnd(reason)`. */
export class Recognition {
  #socket = new RealtimeSocket();
  #flushed;

  async open({ language, onTranscript, onEnd }) {
    return this.#socket.open('v1/stt/realtime', { format: 'pcm', sample_rate: 16_000, enable_timestamps: true, ...(language && { language }) }, {
      onClose: (reason) => {
        this.#flushed?.reject(new FaceError('unreachable', reason));
        onEnd(reason);
      },
      onMessage: (m) => {
        if (m.type === 'transcript') onTranscript(m);
        else if (m.type === 'flush_done') this.#flushed?.resolve();
        else if (m.type === 'error') onEnd(m.error);
      },
    });
  }

  /** Bytes that wait to be sent. */
  get backlog() { return this.#socket.backlog; }

  write(pcm) {
    this.#socket.send({ type: 'audio', data: toBase64(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)) });
  }

  /** Everything that was said is recognised, then the connection is closed. */
  async finish() {
    const done = new Promise((resolve, reject) => { this.#flushed = { resolve, reject }; });
    this.#socket.send({ type: 'command', command: 'flush' });
    try {
      await done;
    } finally {
      this.close();
    }
  }

  close() { this.#socket.close(); }
}
