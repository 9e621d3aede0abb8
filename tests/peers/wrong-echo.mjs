// A Socket.IO server that answers every message with another one, for the bench to notice.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';

const http = createServer();
new Server(http).on('connection', socket => socket.on('message', () => socket.emit('message-back', { audio: 'AAAA' })));
http.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${http.address().port}`));
createInterface({ input: process.stdin }).on('close', () => process.exit(0));
