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
    // Without a gesture resume() may wait for ever.
    await Promise.race([audio.resume(), new Promise((resolve) => { setTimeout(resolve, 300); })]).catch(() => {});
  }
  return audio.state === 'running';
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
