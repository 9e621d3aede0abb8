// ws as a Voxta audio client: handshake, authenticate, then binary PCM.
import WebSocket from 'ws';
import { batches } from './batches.mjs';

await batches(async received => {
    const socket = new WebSocket(process.argv[2].replace('http', 'ws') + 'hub');
    await new Promise(resolve => socket.once('open', resolve));
    const welcome = new Promise(resolve => socket.on('message', (data, isBinary) => {
        if (isBinary) {
            received(data.length);
        } else if (data.includes('"welcome"')) {
            resolve();
        }
    }));
    socket.send('{"protocol":"json","version":1}\u001e');
    socket.send('{"type":1,"invocationId":"1","target":"SendMessage","arguments":[{"$type":"authenticate","client":"bench","scope":["role:app"],"capabilities":{"audioInput":"WebSocketStream","audioOutput":"WebSocketStream"}}]}\u001e');
    await welcome;
    const trigger = Buffer.alloc(640);
    return () => socket.send(trigger);
});
