// npm socket.io: what comes as "message" goes back as "message-back".
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serve } from './peer.mjs';

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1e6, serveClient: false });
io.on('connection', socket => socket.on('message', (...args) => socket.emit('message-back', ...args)));
serve(http);
