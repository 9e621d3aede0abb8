// @livekit/agents interrupted: from the frame with which its own voice activity confirms speech until it purges the output, in process.
// Its defaults, but for an output that is purged at once instead of paused first, and no wait for an echo canceller to settle.
import { inference, VADEventType, voice } from '@livekit/agents';
import { announce } from './peer.mjs';
import { AudioFrame } from '@livekit/rtc-node';
import { FRAME_SAMPLES, Microphone, readFrames, SAMPLE_RATE, speak } from './livekit-microphone.mjs';
import { QUESTION, ScriptedTts, scriptedLlm } from './livekit-engines.mjs';

const WORDS = 70;
const CONFIRMED_MILLISECONDS = 500;

/** Plays for ever, until it is purged. */
class EndlessOutput extends voice.AudioOutput {
    purges = [];
    afterwards = 0;

    constructor() {
        super(SAMPLE_RATE, undefined, { pause: false });
    }

    /** Resolves when the next answer has begun. */
    begin() {
        this.isPlaying = this.isPurged = false;
        return new Promise(resolve => (this.begun = resolve));
    }

    async captureFrame(frame) {
        await super.captureFrame(frame);
        this.afterwards += this.isPurged ? 1 : 0;
        if (!this.isPlaying) {
            this.isPlaying = true;
            this.onPlaybackStarted(Date.now());
            this.begun();
        }
    }

    clearBuffer() {
        if (!this.isPurged) {
            this.isPurged = true;
            this.purges.push(performance.now());
            this.onPlaybackFinished({ playbackPosition: 0.1, interrupted: true });
        }
    }
}

/** The frames with which speech begins and is confirmed, by the same voice activity over the same samples. */
async function findDecisions(frames) {
    const found = [];
    const stream = new inference.VAD().stream();
    frames.forEach(samples => stream.pushFrame(new AudioFrame(samples, SAMPLE_RATE, 1, FRAME_SAMPLES)));
    const end = frames.length * FRAME_SAMPLES - 512;
    for await (const event of stream) {
        const frame = Math.ceil(event.samplesIndex / FRAME_SAMPLES) - 1;
        if (event.type === VADEventType.START_OF_SPEECH) {
            found.push({ started: frame });
        } else if (event.type === VADEventType.INFERENCE_DONE && event.speechDuration >= CONFIRMED_MILLISECONDS && found.length > 0) {
            found.at(-1).confirmed ??= frame;
        }

        if (event.samplesIndex > end) {
            break;
        }
    }

    stream.close();
    return found;
}

async function open(vad) {
    const [microphone, output] = [new Microphone(), new EndlessOutput()];
    const session = new voice.AgentSession({ llm: scriptedLlm(WORDS), tts: new ScriptedTts(), vad, aecWarmupDuration: null });
    session.input.audio = microphone;
    session.output.audio = output;
    await session.start({ agent: new voice.Agent({ instructions: 'You know the park.' }), record: false });
    return { session, microphone, output, sent: [] };
}

announce('local:bargein', {
    /** Everybody says a file; before the frames `leads` an answer is asked for, which the next utterance interrupts; the first has begun before the file does. Values are pairs: confirmed -> purged, begun -> purged. */
    async interrupt(sessions, file, leads, stagger) {
        const frames = readFrames(file);
        const asks = leads.split(',').map(Number);
        const decisions = await findDecisions(frames);
        if (decisions.length !== asks.length || decisions.some(decision => decision.confirmed === undefined)) {
            throw new Error(`Voice activity finds ${JSON.stringify(decisions)} instead of ${asks.length} utterances.`);
        }

        const vad = new inference.VAD();
        vad.setMaxListeners(0);
        const all = [];
        for (let i = 0; i < sessions; i++) {
            all.push(await open(vad));
        }

        const ask = one => {
            const begun = one.output.begin();
            one.session.generateReply({ userInput: QUESTION });
            return begun;
        };
        await Promise.all(all.map(ask));
        const processor = process.cpuUsage();
        const started = performance.now();
        await speak(+sessions, frames.length, +stagger, (i, frame) => {
            const one = all[i];
            if (frame > 0 && asks.includes(frame)) {
                ask(one);
            }

            one.sent[frame] = performance.now();
            one.microphone.push(frames[frame]);
        });
        const used = process.cpuUsage(processor);
        const values = [];
        for (const { output, sent, session } of all) {
            if (output.purges.length !== decisions.length || output.afterwards > 0) {
                throw new Error(`${output.purges.length} interruptions instead of ${decisions.length}; ${output.afterwards} frames after one.`);
            }

            output.purges.forEach((at, n) => values.push(at - sent[decisions[n].confirmed], at - sent[decisions[n].started]));
            await session.close();
        }

        return { values, count: values.length / 2, seconds: (performance.now() - started) / 1000, processorMicroseconds: used.user + used.system, check: 0 };
    },
});
