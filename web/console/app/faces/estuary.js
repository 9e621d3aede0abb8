// Estuary's face: the stock Socket.IO client in the namespace /sdk. Its wire has no history and no editing; the history comes from
// the server's own surface, which both faces share.
import { getJson, key, loadScript } from '../lib/api.js';
import { fromBase64, fromBytes, toBase64 } from '../audio/pcm.js';
import { microphoneRate } from '../audio/microphone.js';
import { FaceError, closed } from './face-error.js';
import { chatMessages } from '../conversation/history.js';

const startDeadline = 20_000;
const speechRate = 24_000;
const acknowledgement = 10_000;

export class EstuaryFace {
  name = 'estuary';
  canEdit = false;
  #emit;
  #speaker;
  #player;
  #socket;
  #session;
  #voiceMode;
  #isVoiceOpen = false;
  #isPressed = false;
  #current; // id of the reply under way
  #interrupted = new Set();
  #isClosed = false;
  #counter = 0;
  #refresh;
  #idleEnd = false;
  #abandon;

  constructor(emit, speaker, player) {
    this.#player = player;
    this.#emit = emit;
    this.#speaker = speaker;
  }

  get sessionId() { return this.#session?.session_id; }
  get chatId() { return this.#session?.conversation_id; }

  /** Connects to the live or latest chat with the character, which must be `chatId` when that is given; throws a FaceError. */
  async start({ characterIds: [characterId], chatId, characters, user }) {
    await loadScript('vendor/socket.io.min.js');
    if (this.#isClosed) throw closed();
    this.#socket = window.io('/sdk', {
      path: new URL('socket.io/', document.baseURI).pathname,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: startDeadline,
      auth: {
        api_key: key.get() || 'console',
        character_id: characterId,
        player_id: this.#player,
        audio_sample_rate: speechRate,
        capabilities: { version: '1', camera: false, microphone: true, speaker: true, client_action: true },
      },
    });
    this.#listen();
    this.#session = await this.#sessionInfo();
    if (chatId && chatId !== this.chatId) throw new FaceError('refused', 'Estuary leads to another chat with this character.');
    await this.#tellSession(characters, user);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#abandon?.();
    this.closeVoice();
    this.#speaker.clear();
    clearTimeout(this.#refresh);
    this.#socket?.disconnect();
  }

  async send(text) {
    this.#requireConnection();
    this.#emit({ type: 'sent', id: `local-${++this.#counter}`, text, at: new Date().toISOString() });
    this.#emit({ type: 'generating' });
    this.#socket.emit('text', { text, textOnly: !await this.#speaker.open() });
  }

  async interrupt() {
    this.#requireConnection();
    this.#socket.emit('client_interrupt', {});
  }

  typing() {}

  /** Push-to-talk is for the life of the connection; the caller reconnects to leave it. */
  async openVoice(mode) {
    this.#voiceMode = mode;
    if (mode === 'open') await this.#startVoice({});
    else this.closeVoice();
  }

  get isBoundToPush() { return this.#voiceMode === 'push'; }

  closeVoice() {
    if (this.#isVoiceOpen && this.#socket?.connected) this.#socket.emit('stop_voice');
    this.#isVoiceOpen = false;
  }

  write(pcm) {
    if (!this.#isVoiceOpen || !this.#socket?.connected) return;
    this.#socket.emit('stream_audio', { audio: toBase64(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)), sample_rate: microphoneRate });
  }

  async keyDown() {
    if (this.#voiceMode === 'push') {
      this.#isPressed = true;
      await this.#startVoice({ turn_mode: 'push_to_talk' });
    }
  }

  async keyUp() {
    if (this.#voiceMode !== 'push' || !this.#isPressed) return;
    this.#isPressed = false;
    this.#isVoiceOpen = false;
    await this.#socket.timeout(acknowledgement).emitWithAck('stop_voice').catch(() => {});
  }

  onPieceBegins(messageId) {
    this.#emit({ type: 'speaking', id: messageId });
  }

  onMessageEnds(messageId) {
    this.#emit({ type: 'silent' });
    this.#socket?.emit('audio_playback_complete', { message_id: wireId(messageId) });
    this.#refreshSoon();
  }

  async #startVoice(payload) {
    this.#requireConnection();
    this.#isVoiceOpen = true;
    try {
      await this.#socket.timeout(acknowledgement).emitWithAck('start_voice', payload);
    } catch {
      this.#isVoiceOpen = false;
      throw new FaceError('voice', 'The server did not begin to listen.');
    }
  }

  #sessionInfo() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FaceError('timeout', 'The server did not answer in time.')), startDeadline);
      const settle = (action) => (value) => { clearTimeout(timer); action(value); };
      this.#abandon = settle(() => reject(closed()));
      this.#socket.once('session_info', settle(resolve));
      this.#socket.once('auth_error', settle((e) => reject(new FaceError(/key|attempts/i.test(e.error) ? 'unauthorized' : 'refused', `${e.error}.`))));
      this.#socket.once('session_rejected', settle(() => reject(new FaceError('refused', 'Too many conversations are open.'))));
      this.#socket.once('connect_error', settle(() => reject(new FaceError('unreachable', 'The server cannot be reached.'))));
      this.#socket.once('disconnect', settle(() => reject(new FaceError('unreachable', 'The connection was lost.'))));
    });
  }

  async #tellSession(characters, user) {
    const { session_id: sessionId, conversation_id: chatId } = this.#session;
    const { messages, title } = await this.#history();
    if (this.#isClosed) throw new FaceError('unreachable', 'The connection was lost.');
    this.#emit({ type: 'session', face: this.name, chatId, sessionId, title, characters, user, messages });
  }

  async #history() {
    try {
      const chat = await getJson(`api/parley/chats/${this.chatId}`);
      return { title: chat.title ?? '', messages: chatMessages(chat) };
    } catch {
      // The conversation goes on without what was said before.
      return { title: undefined, messages: [] };
    }
  }

  // What was kept of an interrupted reply, and the real ids of what was said, are in the store a moment later.
  #refreshSoon() {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(async () => {
      const { messages } = await this.#history();
      if (!this.#isClosed && messages.length > 0) this.#emit({ type: 'history', messages });
    }, 300);
  }

  #listen() {
    const on = (name, handler) => this.#socket.on(name, handler);
    on('disconnect', (reason) => this.#lost(reason));
    on('bot_response', (m) => this.#onResponse(m));
    on('bot_voice', (m) => this.#onVoice(m));
    on('interrupt', (m) => this.#onInterrupt(m));
    on('stt_response', (m) => this.#onTranscript(m));
    on('voice_error', (m) => { this.#isVoiceOpen = false; this.#emit({ type: 'voiceEnded', reason: voiceErrors[m.error] ?? m.error }); });
    on('voice_timeout', () => { this.#isVoiceOpen = false; this.#emit({ type: 'voiceEnded', reason: 'Nobody spoke for a while, so the server stopped listening.' }); });
    on('session_timeout', () => { this.#idleEnd = true; });
    on('error', (m) => this.#emit({ type: 'error', message: m.message }));
    on('quota_exceeded', (m) => this.#emit({ type: 'error', message: m.message }));
    on('client_action', (m) => this.#emit({
      type: 'action',
      id: `action-${++this.#counter}-${m.timestamp}`,
      name: m.name,
      arguments: Object.entries(m.arguments ?? {}).map(([name, value]) => ({ name, value: String(value) })),
      at: m.timestamp,
    }));
  }

  #lost() {
    if (this.#isClosed) return;
    this.#speaker.clear();
    this.#isVoiceOpen = false;
    if (this.#session) {
      this.#emit({ type: 'lost', isFinal: this.#idleEnd, reason: this.#idleEnd ? 'The server ended the conversation because nothing happened for a while.' : 'The connection was closed.' });
    }
    this.#isClosed = true;
  }

  #onResponse(m) {
    const id = messageId(m.message_id);
    this.#current = id;
    if (m.is_final) {
      this.#emit({ type: 'replyEnd', id, text: m.text });
      this.#refreshSoon();
      if (!this.#speaker.isPlaying) this.#emit({ type: 'activity', activity: 'idle' });
    } else if (!this.#interrupted.has(id)) {
      this.#emit({ type: 'replyText', id, text: m.text, at: new Date().toISOString() });
    }
  }

  #onVoice(m) {
    const id = messageId(m.message_id);
    if (this.#interrupted.has(id)) return;
    this.#speaker.append(id, fromBytes(fromBase64(m.audio)), m.sample_rate, { tag: m });
    if (m.is_final) this.#speaker.finish(id);
  }

  #onInterrupt(m) {
    const id = m.message_id ? messageId(m.message_id) : this.#current;
    this.#interrupted.add(id);
    this.#speaker.clear();
    this.#emit({ type: 'interrupted', id });
    this.#refreshSoon();
  }

  #onTranscript(m) {
    if (!m.is_final) {
      this.#emit({ type: 'partial', text: m.text });
      return;
    }
    this.#emit({ type: 'heard' });
    if (!m.text) return;
    this.#emit({ type: 'sent', id: `local-${++this.#counter}`, text: m.text, at: new Date().toISOString() });
    if (!this.#speaker.isPlaying) this.#emit({ type: 'generating' });
    this.#refreshSoon();
  }

  #requireConnection() {
    if (!this.#socket?.connected) throw new FaceError('offline', 'There is no connection to the server.');
  }
}

const voiceErrors = { stt_unavailable: 'Speech recognition is not available.' };

/** "msg_" and 32 digits are the id that the other face writes with hyphens. */
export const messageId = (wire) => /^msg_[0-9a-f]{32}$/.test(wire ?? '')
  ? wire.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  : wire;

const wireId = (id) => /^[0-9a-f-]{36}$/.test(id) ? `msg_${id.replaceAll('-', '')}` : id;
