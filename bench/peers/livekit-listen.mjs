// @livekit/agents listening: frames through a session's own audio input and voice activity, in process, without a network or a recogniser.
import { inference, voice } from '@livekit/agents';
import { announce } from './peer.mjs';
import { EnergyVad, Microphone, readFrames, speak } from './livekit-microphone.mjs';

const open = [];

async function connect(vad) {
    const one = { microphone: new Microphone(), heard: 0 };
    one.session = new voice.AgentSession({ vad });
    one.session.on(voice.AgentSessionEventTypes.UserStateChanged, change => {
        one.heard += change.oldState === 'speaking' && change.newState === 'listening' ? 1 : 0;
    });
    one.session.input.audio = one.microphone;
    await one.session.start({ agent: new voice.Agent({ instructions: 'You listen.' }), record: false });
    open.push(one);
}

announce('local:listen', {
    /** Opens so many sessions with `energy` or `silero`. */
    async open(sessions, voiceActivity) {
        const vad = voiceActivity === 'silero' ? new inference.VAD() : new EnergyVad();
        vad.setMaxListeners(0);
        for (let i = 0; i < sessions; i++) {
            await connect(vad);
        }

        return { values: [], count: open.length, seconds: 0, processorMicroseconds: 0, check: 0 };
    },

    /** All listen to a file in real time; values are the utterances that each has heard since it opened. */
    async listen(file, stagger) {
        const frames = readFrames(file);
        const processor = process.cpuUsage();
        const started = performance.now();
        await speak(open.length, frames.length, +stagger, (session, frame) => open[session].microphone.push(frames[frame]));
        const used = process.cpuUsage(processor);
        return {
            values: open.map(one => one.heard), count: frames.length * open.length, seconds: (performance.now() - started) / 1000,
            processorMicroseconds: used.user + used.system, check: 0,
        };
    },
});
