// The microphone: PCM at 16 kHz in blocks of 40 ms.
import { audioContext, hasWorklets, loadWorklet, unlockAudio } from './context.js';

export const microphoneRate = 16_000;

/** Why there is no microphone: `kind` for programs, `message` and `advice` for people. */
export class MicrophoneError extends Error {
  constructor(kind, message, advice) {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }
}

const failures = {
  NotAllowedError: ['blocked', 'The browser does not let this page use the microphone.', 'Allow it with the icon beside the address, then try again. The system’s privacy settings may block it too.'],
  NotFoundError: ['missing', 'There is no microphone.', 'Connect one and try again. Typing works meanwhile.'],
  OverconstrainedError: ['missing', 'No microphone fits.', 'Connect another one and try again.'],
  NotReadableError: ['busy', 'The microphone cannot be opened.', 'Another program may be using it. Close that and try again.'],
  AbortError: ['busy', 'The microphone could not be started.', 'Try again.'],
};

/** What the browser's error means. Pure. */
export function explain(error) {
  const [kind, message, advice] = failures[error?.name] ?? ['failed', 'The microphone could not be opened.', error?.message ?? ''];
  return new MicrophoneError(kind, message, advice);
}

const insecure = () => new MicrophoneError('insecure', 'Browsers give the microphone only to secure pages.',
  `Open this console as http://localhost on the machine itself, or put the server behind HTTPS. This page is ${location.origin}.`);

export class Microphone {
  #stream;
  #source;
  #node;
  #isClosed = false;

  /** `onBlock(pcm, level)`: samples and their root mean square; `onEnd()`: the device went away. */
  constructor({ onBlock, onEnd }) {
    this.onBlock = onBlock;
    this.onEnd = onEnd;
  }

  /** Throws a MicrophoneError. Closed meanwhile, it stays closed: somebody may take their time to allow it. */
  async open() {
    if (!isSecureContext) throw insecure();
    if (!navigator.mediaDevices?.getUserMedia || !hasWorklets()) {
      throw new MicrophoneError('unsupported', 'This browser cannot record sound for pages.', 'Use a current Chromium, Firefox or Safari.');
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
    } catch (error) {
      throw explain(error);
    }
    try {
      await unlockAudio();
      await loadWorklet('capture-worklet');
      if (this.#isClosed) {
        this.close();
        return;
      }
      const context = audioContext();
      this.#source = context.createMediaStreamSource(this.#stream);
      this.#node = new AudioWorkletNode(context, 'parley-capture', { numberOfOutputs: 1, channelCount: 1, channelCountMode: 'explicit' });
      this.#node.port.onmessage = ({ data }) => this.onBlock(data.pcm, data.level);

      // A node is only run when it leads somewhere; its output is silence.
      this.#source.connect(this.#node).connect(context.destination);
    } catch (error) {
      this.close();
      throw explain(error);
    }
    this.#stream.getAudioTracks()[0].onended = () => {
      this.close();
      this.onEnd();
    };
  }

  close() {
    this.#isClosed = true;
    this.#node?.port.postMessage({ close: true });
    this.#source?.disconnect();
    this.#node?.disconnect();
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#stream = this.#source = this.#node = undefined;
  }
}
