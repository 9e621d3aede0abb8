// Receives batches of messages from a canned server, two of them asked for in advance, and says how long it took.
import { announce } from './peer.mjs';

const BATCH = 256;
const AHEAD = 2;

/** connect(received) subscribes and returns a function that asks for a batch; received(check) is called for every message. */
export async function batches(connect) {
    let run;
    const trigger = await connect(check => {
        run.check += check;
        if (++run.received % BATCH !== 0) {
            return;
        }

        if (run.triggered < run.wanted) {
            run.triggered++;
            trigger();
        } else if (run.received === run.wanted * BATCH) {
            run.done();
        }
    });
    announce('local:batches', {
        async run(wanted) {
            const processor = process.cpuUsage();
            const started = performance.now();
            await new Promise(done => {
                run = { wanted: +wanted, received: 0, triggered: Math.min(AHEAD, wanted), check: 0, done };
                for (let i = run.triggered; i > 0; i--) {
                    trigger();
                }
            });
            const used = process.cpuUsage(processor);
            return { values: [], count: run.received, seconds: (performance.now() - started) / 1000, processorMicroseconds: used.user + used.system, check: run.check };
        },
    });
}
