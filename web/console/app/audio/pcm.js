// Samples as bytes, base64 and numbers. All PCM here is signed 16 bit, little-endian, mono.

export function toInt16(float) {
  const pcm = new Int16Array(float.length);
  for (let i = 0; i < float.length; i++) {
    const s = Math.max(-1, Math.min(1, float[i]));
    pcm[i] = Math.round(s < 0 ? s * 32768 : s * 32767);
  }
  return pcm;
}

export function toFloat(pcm) {
  const float = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) float[i] = pcm[i] / 32768;
  return float;
}

/** Little-endian bytes of any offset as samples; an odd last byte is left out. */
export function fromBytes(bytes) {
  const copy = bytes.slice(0, bytes.length & ~1);
  return new Int16Array(copy.buffer, copy.byteOffset, copy.length / 2);
}

export function fromBase64(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export function toBase64(bytes) {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

export function join(parts) {
  const whole = new Int16Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A WAV file of the samples. */
export function wavFile(pcm, sampleRate) {
  const view = new DataView(new ArrayBuffer(44));
  const text = (at, value) => [...value].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, 36 + pcm.byteLength, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true); view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, 'data'); view.setUint32(40, pcm.byteLength, true);
  return new Blob([view, pcm], { type: 'audio/wav' });
}

/** Loudest and quietest sample of each of `count` equal stretches, as [low, high] from -1 to 1: a waveform. */
export function peaks(pcm, count) {
  const result = [];
  for (let i = 0; i < count; i++) {
    let low = 0;
    let high = 0;
    for (let j = Math.floor((i * pcm.length) / count), end = Math.floor(((i + 1) * pcm.length) / count); j < end; j++) {
      if (pcm[j] < low) low = pcm[j];
      if (pcm[j] > high) high = pcm[j];
    }
    result.push([low / 32768, high / 32768]);
  }
  return result;
}
