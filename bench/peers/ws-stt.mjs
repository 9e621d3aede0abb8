// ws as a VoxNexus speech-to-text client: asked "run N" it sends N frames of 20 ms and a flush.
import WebSocket from 'ws';
import { announce } from './peer.mjs';

const FRAME = 640;
const BUFFERED = 1 << 20;
const socket = new WebSocket(process.argv[2].replace('http', 'ws') + 'v1/stt/realtime');
let answered;
const next = () => new Promise(resolve => (answered = resolve));
socket.on('message', data => answered(JSON.parse(data)));
await new Promise(resolve => socket.once('open', resolve));
const ready = next();
socket.send(JSON.stringify({ type: 'init', format: 'pcm', sample_rate: 16000 }));
await ready;

announce('local:stt', {
    async run(frames) {
        const audio = Buffer.alloc(FRAME, 7);
        const processor = process.cpuUsage();
        const started = performance.now();
        for (let i = 0; i < frames; i++) {
            socket.send(JSON.stringify({ type: 'audio', data: audio.toString('base64') }));
            if (socket.bufferedAmount > BUFFERED) {
                await new Promise(resolve => setImmediate(resolve));
            }
        }

        const flushed = next();
        socket.send('{"type":"command","command":"flush"}');
        const { type, audio_duration: heard } = await flushed;
        if (type !== 'flush_done' || heard !== frames * 20) {
            throw new Error(`The server heard ${heard} ms.`);
        }

        const used = process.cpuUsage(processor);
        return { values: [], count: +frames, seconds: (performance.now() - started) / 1000, processorMicroseconds: used.user + used.system, check: frames * FRAME };
    },
});
