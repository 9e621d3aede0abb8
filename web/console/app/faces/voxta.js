// Voxta's face: the hub by the stock SignalR client, the microphone by its own socket, speech fetched chunk by chunk.
import { key, loadScript, socketUrl } from '../lib/api.js';
import { fromBytes } from '../audio/pcm.js';
import { microphoneRate } from '../audio/microphone.js';
import { isBackchannel } from '../conversation/backchannel.js';
import { FaceError, closed } from './face-error.js';

const startDeadline = 20_000;
const speechRate = 24_000;
const hubLoss = 2000;
const releaseSilence = 1500; // longer than any endpointing: a released key ends the utterance at once

const roles = { User: 'user', Assistant: 'character', Event: 'event', Note: 'note', Instructions: 'note' };

export class VoxtaFace {
  name = 'voxta';
  canEdit = true;
  #emit;
  #speaker;
  #player;
  #hub;
  #sessionId;
  #userId;
  #user;
  #microphone;
  #voiceMode;
  #started;
  #replies = new Map(); // messageId → { tail: Promise, abort, isSilent }
  #isClosed = false;
  #counter = 0;

  /** `emit(event)` takes what conversation/state.js folds, and `lost` and `voiceEnded`. */
  constructor(emit, speaker, player) {
    this.#player = player;
    this.#emit = emit;
    this.#speaker = speaker;
  }

  get sessionId() { return this.#sessionId; }

  /** Connects and starts, resumes or joins the chat; throws a FaceError. */
  async start({ chatId, characterIds, title }) {
    await loadScript('vendor/signalr.min.js');
    this.#requireOpen();
    const { HubConnectionBuilder, HttpTransportType, LogLevel } = window.signalR;
    this.#hub = new HubConnectionBuilder()
      .withUrl(`hub?player=${encodeURIComponent(this.#player)}`, { accessTokenFactory: key.get, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
    this.#hub.on('ReceiveMessage', (message) => this.#receive(message));
    this.#hub.onclose((error) => this.#lost(error?.message));
    try {
      await this.#hub.start();
    } catch (error) {
      throw new FaceError(/40[13]|unauthori/i.test(error.message) ? 'unauthorized' : 'unreachable', 'The server cannot be reached.');
    }
    this.#requireOpen();
    this.#started = deferred(startDeadline, () => new FaceError('timeout', 'The server did not start the chat in time.'));
    await this.#invoke({
      $type: 'authenticate',
      client: 'Parley Console',
      clientVersion: '1',
      scope: ['role:app'],
      capabilities: { audioInput: 'WebSocketStream', audioOutput: 'Url', acceptedAudioContentTypes: ['audio/pcm', 'audio/x-wav'], features: ['no-auto-session'] },
    });
    const start = chatId && !characterIds?.length ? this.#invoke({ $type: 'resumeChat', chatId }) : this.#invoke({ $type: 'startChat', characterIds, ...(title && { title }) });
    start.catch(this.#started.reject);
    await this.#started.promise;
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.closeVoice();
    this.#abandonSpeech();
    this.#started?.reject(closed());
    this.#hub?.stop().catch(() => {});
  }

  send(text) {
    const id = `local-${++this.#counter}`;
    this.#emit({ type: 'sent', id, text, at: new Date().toISOString() });
    return this.#command({ $type: 'send', text }).catch((error) => { this.#emit({ type: 'deleted', id }); throw error; });
  }

  edit(messageId, text) { return this.#command({ $type: 'update', messageId, text }); }
  remove(messageId) { return this.#command({ $type: 'deleteMessage', messageId }); }
  retry() { return this.#command({ $type: 'retry' }); }
  revert(messageId) { return this.#command({ $type: 'revert', ...(messageId && { messageId }) }); }
  interrupt() { return this.#command({ $type: 'interrupt' }); }
  suggest() { return this.#command({ $type: 'requestSuggestions', count: 3 }); }
  speak(messageId) { return this.#command({ $type: 'speak', messageId }); }
  next(characterId) { return this.#command({ $type: 'characterSpeechRequest', characterId, text: '' }); }
  pause(pause) { return this.#command({ $type: 'pauseChat', pause }); }
  press(value) { return this.#command({ $type: 'triggerAction', value }); }
  addCharacter(characterId) { return this.#command({ $type: 'addChatParticipant', characterId }); }
  removeCharacter(characterId) { return this.#command({ $type: 'removeChatParticipant', characterId }); }

  typing(isTyping, isSent = false) {
    return this.#command(isTyping ? { $type: 'typingStart' } : { $type: 'typingEnd', sent: isSent }).catch(() => {});
  }

  /** Opens the way for the microphone; `mode` is "open" or "push". */
  async openVoice(mode) {
    this.#voiceMode = mode;
    if (this.#microphone) return;
    const socket = new WebSocket(socketUrl('ws/audio/input/stream', { sessionId: this.#sessionId, player: this.#player }));
    this.#microphone = socket;
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new FaceError('voice', 'The server did not take the microphone.'));
    }).catch((error) => {
      if (this.#microphone === socket) this.#microphone = undefined;
      throw error;
    });
    socket.send(JSON.stringify({ contentType: 'audio/pcm', sampleRate: microphoneRate, channels: 1, bitsPerSample: 16, bufferMilliseconds: 40 }));
    socket.onerror = null;
    socket.onclose = ({ reason }) => {
      if (this.#microphone !== socket) return;
      this.#microphone = undefined;
      if (reason === 'replaced') {
        this.#endVoice('Another window took the microphone.');
        return;
      }

      // A server that goes away closes the hub too, a moment later or earlier; the microphone is then opened again with it.
      setTimeout(() => { if (!this.#microphone) this.#endVoice('The server stopped listening.'); }, hubLoss);
    };
  }

  closeVoice() {
    const socket = this.#microphone;
    this.#microphone = undefined;
    socket?.close();
  }

  write(pcm) {
    if (this.#microphone?.readyState === WebSocket.OPEN && this.#microphone.bufferedAmount < 64_000) this.#microphone.send(pcm);
  }

  /** The talk key went down: nothing to say on this wire. */
  async keyDown() {}

  /** The talk key went up, or the microphone was muted: what was said so far is an utterance. */
  async keyUp() {
    if (this.#microphone?.readyState === WebSocket.OPEN) this.#microphone.send(JSON.stringify({ type: 'silence', milliseconds: releaseSilence }));
  }

  // Playback: the server follows what is heard by these reports.
  onPieceBegins(messageId, tag, seconds) {
    this.#emit({ type: 'speaking', id: messageId });
    this.#report({ $type: 'speechPlaybackStart', messageId, startIndex: tag.startIndex, endIndex: tag.endIndex, duration: seconds, isNarration: tag.isNarration });
  }

  onMessageEnds(messageId) {
    this.#replies.delete(messageId);
    this.#emit({ type: 'silent' });
    this.#report({ $type: 'speechPlaybackComplete', messageId });
  }

  #invoke(message) {
    return this.#hub.invoke('SendMessage', message).catch((error) => {
      throw new FaceError('refused', error.message.replace(/^.*?HubException:\s*/, ''));
    });
  }

  #command(message) {
    if (this.#hub?.state !== 'Connected') return Promise.reject(new FaceError('offline', 'There is no connection to the server.'));
    return this.#invoke({ ...message, sessionId: this.#sessionId });
  }

  #report(message) { this.#command(message).catch(() => {}); }

  #requireOpen() {
    if (!this.#isClosed) return;
    this.#hub?.stop().catch(() => {});
    throw closed();
  }

  #endVoice(reason) {
    if (!this.#isClosed) this.#emit({ type: 'voiceEnded', reason });
  }

  #lost(reason) {
    this.#started?.reject(new FaceError('unreachable', 'The connection was lost.'));
    if (this.#isClosed) return;
    this.closeVoice();
    this.#abandonSpeech();
    this.#emit({ type: 'lost', reason: reason ?? 'The connection was closed.' });
    this.#isClosed = true;
  }

  #receive(m) {
    if (this.#isClosed) return;

    // Other sessions of the same person are not ours to show.
    if (m.sessionId && this.#sessionId && m.sessionId !== this.#sessionId && m.$type !== 'chatStarted') return;
    switch (m.$type) {
      case 'welcome': this.#user = m.user; this.#userId = m.user.id; break;
      case 'authenticationRequired': this.#started.reject(new FaceError('unauthorized', 'The server needs a key.')); break;
      case 'error': this.#started.reject(new FaceError('refused', m.message)); this.#emit({ type: 'error', message: m.message }); break;
      case 'missingResourcesError': this.#started.reject(new FaceError('refused', 'Something that the chat needs is not installed.')); break;
      case 'chatStarted': this.#onStarted(m); break;
      case 'chatClosed': if (m.sessionId === this.#sessionId) this.#emit({ type: 'ended' }); break;
      case 'chatUpdated': this.#emit({ type: 'title', title: m.title ?? '' }); break;
      case 'chatPaused': this.#emit({ type: 'paused', paused: m.paused }); break;
      case 'chatFlow': this.#emit({ type: 'activity', activity: m.state === 'WaitingForUserInput' || m.state === 'Undefined' ? 'idle' : 'thinking' }); break;
      case 'chatParticipantsUpdated': this.#emit({ type: 'participants', characters: m.characters }); break;
      case 'chatSessionError': this.#emit({ type: 'error', message: m.message }); break;
      case 'update': this.#onUpdate(m); break;
      case 'replyGenerating': this.#emit({ type: 'generating', id: m.messageId, senderId: m.senderId }); break;
      case 'replyStart': void this.#speaker.open(); break;
      case 'replyChunk': this.#onChunk(m); break;
      case 'replyEnd': this.#emit({ type: 'replyEnd', id: m.messageId }); this.#finishSpeech(m.messageId); break;
      case 'replyCancelled': this.#emit({ type: 'replyCancelled', id: m.messageId }); this.#finishSpeech(m.messageId); break;
      case 'interruptSpeech': this.#onInterrupt(m.messageId); break;
      case 'suggestions': this.#emit({ type: 'suggestions', suggestions: m.suggestions }); break;
      case 'action':
        if (m.value) this.#emit({ type: 'action', id: `action-${++this.#counter}-${Date.now()}`, name: m.value, senderId: m.senderId, arguments: m.arguments, at: new Date().toISOString() });
        break;
      case 'appTrigger':
        this.#emit({ type: 'action', id: `action-${++this.#counter}-${Date.now()}`, name: m.name, senderId: m.senderId, arguments: (m.arguments ?? []).map((value, i) => ({ name: String(i + 1), value: String(value) })), at: new Date().toISOString() });
        if (m.triggerId) this.#report({ $type: 'appTriggerComplete', triggerId: m.triggerId });
        break;
      case 'contextUpdated': this.#emit({ type: 'context', flags: m.flags?.map((f) => f.name) ?? [], buttons: m.buttons?.map((b) => b.name) ?? [] }); break;
      case 'speechRecognitionStart':
        this.#speaker.lower(true);
        this.#emit({ type: 'hearing' });
        break;
      case 'speechRecognitionPartial': this.#emit({ type: 'partial', text: m.text }); break;
      case 'speechRecognitionEnd': this.#onHeard(m.text); break;
      default: break;
    }
  }

  #onStarted(m) {
    this.#sessionId = m.sessionId;
    this.#emit({
      type: 'session',
      face: this.name,
      chatId: m.chatId,
      sessionId: m.sessionId,
      title: m.title ?? '',
      user: m.user,
      characters: m.characters,
      flags: m.context?.flags?.map((f) => f.name) ?? [],
      buttons: m.context?.buttons?.map((b) => b.name) ?? [],
      messages: m.messages.filter((x) => roles[x.role]).map((x) => this.#message(x)),
    });
    this.#started.resolve();
  }

  #onUpdate(m) {
    if (m.text === undefined) this.#emit({ type: 'deleted', id: m.messageId });
    else if (roles[m.role]) this.#emit({ type: 'message', message: this.#message(m) });
  }

  #message(m) {
    const isMine = m.senderId === this.#userId || m.role === 'User';
    return { id: m.messageId, role: roles[m.role], senderId: m.senderId, name: m.name ?? (isMine ? this.#user?.name : undefined), text: m.text, at: m.timestamp };
  }

  #onHeard(text) {
    const over = this.#speaker.isPlaying || this.#replies.size > 0;
    this.#speaker.lower(false);
    if (text && over && isBackchannel(text)) {
      this.#emit({ type: 'heard' });
      return;
    }
    this.#emit({ type: 'heard', text });
    // On this wire the app says what was heard.
    if (text && this.#microphone) this.send(text).catch((error) => this.#emit({ type: 'error', message: error.message }));
  }

  #onChunk(m) {
    this.#emit({ type: 'replyText', id: m.messageId, senderId: m.senderId, text: m.text, start: m.startIndex, at: new Date().toISOString() });
    const reply = this.#reply(m.messageId);
    const speech = m.audioUrl ? this.#fetchSpeech(m.audioUrl, reply.abort.signal) : Promise.resolve(null);
    reply.tail = reply.tail.then(async () => {
      const pcm = await speech;
      if (reply.abort.signal.aborted) return;
      if (pcm?.length && await this.#speaker.open()) {
        this.#speaker.append(m.messageId, pcm, speechRate, { tag: m, isWhole: true });
      } else {
        this.#report({ $type: 'speechPlaybackStart', messageId: m.messageId, startIndex: m.startIndex, endIndex: m.endIndex, duration: 0, isNarration: m.isNarration });
      }
    });
  }

  async #fetchSpeech(url, signal) {
    if (!/^\//.test(url)) return null;
    try {
      const response = await fetch(`${url.replace(/^\//, '')}?pcm=true&sr=${speechRate}`, { signal });
      return response.ok ? fromBytes(new Uint8Array(await response.arrayBuffer())) : null;
    } catch {
      return null;
    }
  }

  #finishSpeech(messageId) {
    const reply = this.#replies.get(messageId);
    reply?.tail.then(() => { if (!reply.abort.signal.aborted) this.#speaker.finish(messageId); });
  }

  #onInterrupt(messageId) {
    this.#abandonSpeech();
    this.#emit({ type: 'interrupted', id: messageId });
    this.#report({ $type: 'speechPlaybackComplete', messageId });
  }

  #abandonSpeech() {
    for (const reply of this.#replies.values()) reply.abort.abort();
    this.#replies.clear();
    this.#speaker.clear();
  }

  #reply(id) {
    let reply = this.#replies.get(id);
    if (!reply) this.#replies.set(id, reply = { tail: Promise.resolve(), abort: new AbortController() });
    return reply;
  }
}

function deferred(deadline, late) {
  const result = {};
  result.promise = new Promise((resolve, reject) => { Object.assign(result, { resolve, reject }); });
  result.promise.catch(() => {});
  const timer = setTimeout(() => result.reject(late()), deadline);
  result.promise.finally(() => clearTimeout(timer)).catch(() => {});
  return result;
}
