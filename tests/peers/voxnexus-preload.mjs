// What Node lacks to run VoxNexus's browser examples as printed: WebSocket, and the host's name mapped to the server under test.
// Every message is told on stdout, one JSON object a line: {"socket", "event", "data"}.
import WS from 'ws';

const target = process.env.PARLEY_TARGET;
let count = 0;

const tell = (socket, event, data) => process.stdout.write('\n@' + JSON.stringify({ socket, event, data }) + '\n');

globalThis.WebSocket = class WebSocket extends WS {
    constructor(url, options) {
        super(url.replace('wss://api.voxnexus.ai', target), options?.headers ? options : undefined);
        const id = count++;
        tell(id, 'new', url.split('?')[0]);
        this.on('open', () => tell(id, 'open', null));
        this.on('message', data => tell(id, 'message', data.toString()));
        this.on('close', (code, reason) => tell(id, 'close', { code, reason: reason.toString() }));
    }
};
