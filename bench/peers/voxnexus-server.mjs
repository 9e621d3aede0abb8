// What a VoxNexus speech-to-text server in Node has to do with audio: JSON.parse, base64, count; on ws.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from './peer.mjs';

const http = createServer();
new WebSocketServer({ server: http }).on('connection', socket => {
    let bytes = 0;
    let sessions = 0;
    socket.on('message', data => {
        const message = JSON.parse(data);
        switch (message.type) {
            case 'init':
                socket.send(JSON.stringify({ type: 'ready', request_id: 'req_b81Xc0Pq9z', language: 'en-US', format: 'pcm', sample_rate: 16000 }));
                break;
            case 'audio':
                bytes += Buffer.from(message.data, 'base64').length;
                break;
            case 'command':
                socket.send(JSON.stringify({ type: 'flush_done', request_id: 'req_b81Xc0Pq9z', session_index: sessions++, audio_duration: bytes / 32 }));
                bytes = 0;
                break;
        }
    });
});
serve(http);
