// socket.io-client as an Estuary app: counts transcripts, or takes the audio out of bot_voice.
import { io } from 'socket.io-client';
import { batches } from './batches.mjs';

await batches(async received => {
    const socket = io(process.argv[2] + 'sdk', { transports: ['websocket'], auth: { api_key: 'est_bench', character_id: 'c', player_id: 'bench' } });
    socket.on('stt_response', heard => received(heard.text.length));
    socket.on('bot_voice', voice => received(Buffer.from(voice.audio, 'base64').length));
    await new Promise(resolve => socket.once('session_info', resolve));
    return () => socket.emit('text', { text: 'more' });
});
