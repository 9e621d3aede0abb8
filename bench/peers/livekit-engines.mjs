// Engines that take no time for @livekit/agents, and an audio output that plays at once: the same answer as Parley's scripted engines.
import { initializeLogger, tts, voice } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';

export const SAMPLE_RATE = 16000;
export const SAMPLES_PER_WORD = SAMPLE_RATE / 5;
export const QUESTION = 'tell me about the park';
const SENTENCE = 'The park lies by the old river. ';

initializeLogger({ pretty: false, level: 'error' });

const tone = Int16Array.from({ length: SAMPLES_PER_WORD }, (_, i) => 1000 * Math.sin((i * 2 * Math.PI) / 40));

class Speech extends tts.ChunkedStream {
    label = 'scripted';

    constructor(text, owner, connOptions, abortSignal) {
        super(text, owner, connOptions, abortSignal);
        this.words = text.split(' ').filter(word => word.length > 0).length;
    }

    async run() {
        for (let i = 0; i < this.words; i++) {
            this.queue.put({ requestId: 'r', segmentId: 's', frame: new AudioFrame(tone, SAMPLE_RATE, 1, SAMPLES_PER_WORD), final: i === this.words - 1 });
        }

        this.queue.close();
    }
}

export class ScriptedTts extends tts.TTS {
    label = 'scripted';

    constructor() {
        super(SAMPLE_RATE, 1, { streaming: false });
    }

    synthesize(text, connOptions, abortSignal) {
        return new Speech(text, this, connOptions, abortSignal);
    }

    stream() {
        throw new Error('not offered');
    }
}

/** An answer of so many words to the one question. */
export function scriptedLlm(words) {
    const all = SENTENCE.repeat(Math.ceil(words / 7)).trim().split(' ').slice(0, words);
    return new voice.testing.FakeLLM([{ input: QUESTION, content: all.join(' ') }]);
}

/** Takes audio at once; tells of the first frame, of the end, and how much it was. */
export class ImmediateOutput extends voice.AudioOutput {
    samples = 0;

    constructor() {
        super(SAMPLE_RATE, undefined, { pause: false });
    }

    begin() {
        this.samples = 0;
        this.firstAt = undefined;
    }

    async captureFrame(frame) {
        await super.captureFrame(frame);
        if (this.firstAt === undefined) {
            this.firstAt = performance.now();
            this.onPlaybackStarted(Date.now());
        }

        this.samples += frame.samplesPerChannel;
    }

    flush() {
        super.flush();
        this.onPlaybackFinished({ playbackPosition: this.samples / SAMPLE_RATE, interrupted: false });
    }

    clearBuffer() {}
}
