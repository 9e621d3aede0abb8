// The bar below the transcript: microphone with its level, text, suggestions. Space talks, Escape interrupts, M mutes.
import { fill, h, segmented, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';

const typingPause = 3000;

export function buildComposer(frame, app, signal) {
  const { conversation } = app;
  const suggestions = h('div', { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions', hidden: true });
  const insecure = isSecureContext ? null : h('div', { class: 'notice' }, icon('warning'), h('div', null, h('strong', null, 'This page is not secure, so there is text only.'),
    'Browsers give microphone and sound to pages of this machine (http://localhost) and behind HTTPS.'));
  const problem = h('div', { class: 'notice', role: 'alert', hidden: true });
  const meter = h('canvas', { class: 'meter', width: 120, height: 28, 'aria-hidden': 'true' });
  const mic = h('button', { class: 'mic', type: 'button', onclick: () => (conversation.voice.state === 'off' ? conversation.startVoice() : conversation.stopVoice()) });
  const mute = h('button', { class: 'button button-small', type: 'button', hidden: true, onclick: () => conversation.mute(!conversation.voice.isMuted) });
  const mode = segmented('Talking', [['open', 'Hands-free'], ['push', matchMedia('(hover: none)').matches ? 'Hold to talk' : 'Hold Space']], conversation.voice.mode, (value) => conversation.setVoiceMode(value));
  const hold = h('button', { class: 'button button-small hold', type: 'button', hidden: true, 'aria-label': 'Hold to talk' }, 'Hold to talk');
  const stop = h('button', { class: 'button button-small', type: 'button', hidden: true, onclick: () => conversation.interrupt() }, icon('stop'), 'Interrupt', h('kbd', null, 'Esc'));
  const suggest = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'Suggest something to say', title: 'Suggest something to say', onclick: () => conversation.suggest() }, icon('spark'));
  const input = h('textarea', { class: 'composer-input', rows: 1, placeholder: 'Type a message', 'aria-label': 'Message', maxlength: 32768, enterkeyhint: 'send' });
  const send = h('button', { class: 'button button-primary button-icon', 'aria-label': 'Send' }, icon('send'));
  const form = h('form', { class: 'composer', onsubmit: submit }, mic, input, suggest, send);
  fill(frame, insecure, problem, suggestions, form, h('div', { class: 'composer-foot' }, mode, mute, hold, meter, h('span', { class: 'push' }), stop));

  let typing;
  const setTyping = (isTyping, isSent = false) => {
    if (Boolean(typing) !== isTyping) conversation.typing(isTyping, isSent);
    clearTimeout(typing);
    typing = isTyping ? setTimeout(() => setTyping(false), typingPause) : undefined;
  };
  const grow = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
  };
  input.addEventListener('input', () => { grow(); setTyping(input.value !== ''); });
  input.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      form.requestSubmit();
    }
  });

  async function submit(e) {
    e.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    grow();
    setTyping(false, true);
    await conversation.send(text);
    // What could not be sent is not lost.
    if (conversation.state.error && !input.value) input.value = text;
  }

  keys(conversation, signal);
  hold.addEventListener('pointerdown', (e) => { hold.setPointerCapture(e.pointerId); conversation.holdKey(); });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) hold.addEventListener(name, () => conversation.releaseKey());
  hold.addEventListener('contextmenu', (e) => e.preventDefault());

  const update = () => {
    const { voice, state, canEdit } = conversation;
    const isOn = voice.state === 'on';
    const isOnline = state.link.state === 'online';
    mic.disabled = !isOnline && state.link.state !== 'connecting' && voice.state === 'off';
    mic.setAttribute('aria-busy', String(voice.state === 'opening'));
    mic.classList.toggle('is-on', isOn);
    mic.classList.toggle('is-muted', isOn && voice.isMuted);
    mic.classList.toggle('is-held', voice.isHeld);
    mic.setAttribute('aria-label', isOn ? 'Turn the microphone off' : 'Turn the microphone on');
    mic.setAttribute('aria-pressed', String(isOn));
    mic.title = mic.getAttribute('aria-label');
    if (mic.dataset.icon !== String(voice.isMuted)) {
      mic.dataset.icon = String(voice.isMuted);
      fill(mic, icon(voice.isMuted ? 'micOff' : 'mic'));
    }
    mute.hidden = !isOn || voice.mode === 'push';
    mute.setAttribute('aria-pressed', String(voice.isMuted));
    setText(mute, voice.isMuted ? 'Unmute' : 'Mute');
    hold.hidden = !isOn || voice.mode !== 'push';
    hold.classList.toggle('is-held', voice.isHeld);
    mode.select(voice.mode);
    meter.hidden = !isOn && state.activity !== 'speaking';
    if (!conversation.isBusy && document.activeElement === stop) input.focus();
    stop.hidden = !conversation.isBusy;
    suggest.hidden = !canEdit;
    send.disabled = !['online', 'connecting', 'refused'].includes(state.link.state);
    problem.hidden = !voice.problem;
    if (voice.problem) fill(problem, icon('micOff'), h('div', null, h('strong', null, voice.problem.title), voice.problem.advice));
    suggestions.hidden = state.suggestions.length === 0;
    if (suggestions.dataset.shown !== state.suggestions.join('\n')) {
      suggestions.dataset.shown = state.suggestions.join('\n');
      fill(suggestions, state.suggestions.map((text) => h('button', { class: 'chip', type: 'button', onclick: () => { conversation.send(text); input.focus(); } }, text)));
    }
  };
  conversation.addEventListener('change', update, { signal });
  update();
  drawLevels(meter, conversation, signal);
}

/** Keys of the whole page while Talk is shown; never while somebody types. */
function keys(conversation, signal) {
  const isTyping = (target) => target.closest?.('input, textarea, select, [contenteditable], dialog, .menu');
  const isControl = (target) => target.closest?.('button, a, summary, [role="menuitem"]');
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape' && !e.target.closest?.('dialog, .menu')) {
      conversation.interrupt();
      return;
    }
    if (isTyping(e.target)) return;
    if (e.code === 'Space' && conversation.voice.state === 'on' && conversation.voice.mode === 'push' && !(isControl(e.target) && !e.target.classList.contains('hold'))) {
      e.preventDefault();
      if (!e.repeat) conversation.holdKey();
    } else if (e.key.toLowerCase() === 'm' && !e.repeat) {
      conversation.mute(!conversation.voice.isMuted);
    }
  }, { signal });
  addEventListener('keyup', (e) => { if (e.code === 'Space') conversation.releaseKey(); }, { signal });
  addEventListener('blur', () => conversation.releaseKey(), { signal });
  signal.addEventListener('abort', () => conversation.releaseKey());
}

/** The microphone in the accent colour; while somebody speaks, the speech behind it in grey. */
function drawLevels(canvas, conversation, signal) {
  const bars = 24;
  const heard = new Float32Array(bars);
  const spoken = new Float32Array(bars);
  const push = (history, level) => {
    history.copyWithin(0, 1);
    history[bars - 1] = Math.min(1, Math.sqrt(level) * 1.8);
  };
  const context = canvas.getContext('2d');
  const ratio = Math.min(2, devicePixelRatio || 1);
  canvas.width = 120 * ratio;
  canvas.height = 28 * ratio;
  let isDue = false;
  let last = 0;
  const draw = () => {
    isDue = false;
    if (signal.aborted || canvas.hidden) return;
    const now = performance.now();
    if (now - last > 40) {
      last = now;
      push(heard, conversation.levels.input);
      push(spoken, conversation.isSilent ? 0 : conversation.levels.output);
    }
    context.clearRect(0, 0, canvas.width, canvas.height);
    const style = getComputedStyle(canvas);
    const width = canvas.width / bars;
    for (const [history, colour] of [[spoken, '--line-strong'], [heard, '--accent']]) {
      context.fillStyle = style.getPropertyValue(colour);
      for (let i = 0; i < bars; i++) {
        const height = Math.max(2 * ratio, history[i] * canvas.height);
        context.fillRect(i * width, (canvas.height - height) / 2, width * 0.6, height);
      }
    }
  };
  conversation.addEventListener('level', () => {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(draw);
    }
  }, { signal });
}
