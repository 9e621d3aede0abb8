// One AudioContext for microphone and speaker, made at the first need: browsers let sound begin only after a gesture.

let context;
const modules = new Map();

export function audioContext() {
  context ??= new AudioContext({ latencyHint: 'interactive' });
  return context;
}

/** Lets sound begin; call from a gesture. False when the browser still refuses. */
export async function unlockAudio() {
  const audio = audioContext();
  if (audio.state === 'suspended') {
    await soon(audio.resume());
  }
  return audio.state === 'running';
}

let hasGivenUp = false;

/**
 * Whether a step towards sound is done soon: with a gesture it has as long as a busy machine needs, without one it may never be done,
 * and where it was not done once (no sound device) nothing waits for it again.
 */
export async function soon(step) {
  const hasGesture = navigator.userActivation?.hasBeenActive === true;
  const patience = hasGivenUp ? 0 : hasGesture ? 10_000 : 300;
  const isDone = await Promise.race([step.then(() => true, () => false), new Promise((resolve) => { setTimeout(() => resolve(false), patience); })]);
  hasGivenUp ||= hasGesture && !isDone;
  return isDone;
}

/** Loads a worklet once. */
export function loadWorklet(name) {
  if (!modules.has(name)) {
    const loading = audioContext().audioWorklet.addModule(new URL(`${name}.js`, import.meta.url));
    loading.catch(() => modules.delete(name));
    modules.set(name, loading);
  }
  return modules.get(name);
}

/** Whether this page may use audio worklets at all. */
export const hasWorklets = () => typeof AudioContext !== 'undefined' && isSecureContext && 'audioWorklet' in AudioContext.prototype;
