// Microphones for @livekit/agents: frames of 20 ms, pushed in real time to all sessions, one a little after the other.
import { readFileSync } from 'node:fs';
import { ReadableStream } from 'node:stream/web';
import { initializeLogger, VAD, VADEventType, VADStream, voice } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';

export const SAMPLE_RATE = 16000;
export const FRAME_SAMPLES = 320;
const FRAME_MILLISECONDS = 20;

initializeLogger({ pretty: false, level: 'error' });

export class Microphone extends voice.AudioInput {
    constructor() {
        super();
        this.multiStream.addInputStream(new ReadableStream({ start: controller => (this.controller = controller) }));
    }

    push(samples) {
        this.controller.enqueue(new AudioFrame(samples, SAMPLE_RATE, 1, FRAME_SAMPLES));
    }
}

/** 16-bit samples of a file without a header, in frames. */
export function readFrames(file) {
    const bytes = readFileSync(file);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    return Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, i) => samples.slice(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
}

/** push(session, frame) for every frame of every session at its time; the last session begins `stagger` milliseconds after the first. */
export async function speak(sessions, frames, stagger, push) {
    const started = performance.now();
    const begins = Array.from({ length: sessions }, (_, i) => (i * stagger) / sessions);
    const order = begins.map((begin, session) => ({ session, first: Math.floor(begin / FRAME_MILLISECONDS), phase: begin % FRAME_MILLISECONDS })).sort((a, b) => a.phase - b.phase);
    for (let slot = 0; slot <= frames + stagger / FRAME_MILLISECONDS; slot++) {
        for (const { session, first, phase } of order) {
            const frame = slot - first;
            if (frame < 0 || frame >= frames) {
                continue;
            }

            const wait = slot * FRAME_MILLISECONDS + phase - (performance.now() - started);
            if (wait > 1) {
                await new Promise(resolve => setTimeout(resolve, wait));
            }

            push(session, frame);
        }

        // A slot whose frames are all late must let the sessions work all the same.
        await new Promise(resolve => setImmediate(resolve));
    }
}

/** Voice activity by the level of 20 ms, as cheap as it gets: what is left is the way of a frame through the package. */
export class EnergyVad extends VAD {
    label = 'energy';

    constructor() {
        super({ updateInterval: FRAME_MILLISECONDS });
    }

    stream() {
        return new EnergyVadStream(this);
    }
}

class EnergyVadStream extends VADStream {
    static THRESHOLD = 300;
    static SPEECH = 60;
    static SILENCE = 250;

    constructor(vad) {
        super(vad);
        this.run();
    }

    async run() {
        let speaking = false;
        let [loud, quiet, index] = [0, 0, 0];
        while (!this.closed) {
            const { done, value: frame } = await this.inputReader.read();
            if (done) {
                return;
            }

            if (typeof frame === 'symbol') {
                [speaking, loud, quiet] = [false, 0, 0];
                continue;
            }

            let energy = 0;
            for (const sample of frame.data) {
                energy += sample * sample;
            }

            const isLoud = Math.sqrt(energy / frame.samplesPerChannel) > EnergyVadStream.THRESHOLD;
            index += frame.samplesPerChannel;
            loud = isLoud ? loud + FRAME_MILLISECONDS : 0;
            quiet = isLoud ? 0 : quiet + FRAME_MILLISECONDS;
            const event = type => this.sendVADEvent({
                type, samplesIndex: index, timestamp: (index / SAMPLE_RATE) * 1000, silenceDuration: quiet, speechDuration: speaking ? loud : 0, probability: isLoud ? 1 : 0,
                inferenceDuration: 0, frames: [frame], speaking, rawAccumulatedSilence: quiet, rawAccumulatedSpeech: loud,
            });
            event(VADEventType.INFERENCE_DONE);
            if (!speaking && loud >= EnergyVadStream.SPEECH) {
                speaking = true;
                event(VADEventType.START_OF_SPEECH);
            } else if (speaking && quiet >= EnergyVadStream.SILENCE) {
                speaking = false;
                event(VADEventType.END_OF_SPEECH);
            }
        }
    }
}
