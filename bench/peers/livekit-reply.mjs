// @livekit/agents: from a message to the first audio of its answer, in process, without a network.
import { voice } from '@livekit/agents';
import { announce } from './peer.mjs';
import { ImmediateOutput, QUESTION, SAMPLES_PER_WORD, ScriptedTts, scriptedLlm } from './livekit-engines.mjs';

const WORDS = 7;
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function open() {
    const output = new ImmediateOutput();
    const session = new voice.AgentSession({ llm: scriptedLlm(WORDS), tts: new ScriptedTts(), vad: null });
    session.output.audio = output;
    await session.start({ agent: new voice.Agent({ instructions: 'You know the park.' }), record: false });
    return { session, output };
}

async function ask({ session, output }) {
    output.begin();
    const asked = performance.now();
    const handle = session.generateReply({ userInput: QUESTION });
    await handle.waitForPlayout();
    if (output.samples !== WORDS * SAMPLES_PER_WORD) {
        throw new Error(`The answer has ${output.samples} samples.`);
    }

    return output.firstAt - asked;
}

announce('local:reply', {
    async reply(sessions, each, interval) {
        const open_ = await Promise.all(Array.from({ length: +sessions }, open));
        const values = [];
        const processor = process.cpuUsage();
        const started = performance.now();
        await Promise.all(open_.map(async (one, i) => {
            await pause((i * interval) / sessions);
            for (let n = 0; n < each; n++) {
                values.push(await ask(one));
                if (n + 1 < each) {
                    await pause(+interval);
                }
            }
        }));
        const used = process.cpuUsage(processor);
        const seconds = (performance.now() - started) / 1000;
        await Promise.all(open_.map(one => one.session.close()));
        return { values, count: values.length, seconds, processorMicroseconds: used.user + used.system, check: 0 };
    },
});
