// Turn timings: what a waterfall shows of them. Pure.

export const stages = [
  ['speechEnd', 'Speech end'],
  ['endpointWait', 'Endpoint wait'],
  ['finalTranscript', 'Final transcript'],
  ['firstToken', 'First token'],
  ['firstSentence', 'First sentence'],
  ['firstAudio', 'First audio'],
  ['played', 'Played'],
];

export const stageLabel = (name) => stages.find(([key]) => key === name)?.[1] ?? name;

/** Stages of a turn up to the first audio: these are what somebody waits for. */
export const waited = (turn) => turn.stages.filter((s) => s.name !== 'played' && s.ms > 0);

/** From the end of speech, or the request, to the first audio; null while it is not there. */
export function gap(turn) {
  if (typeof turn.gapMs === 'number') return turn.gapMs;
  return turn.stages.find((s) => s.name === 'firstAudio')?.at ?? null;
}

/** The stage that took longest of those waited for; null when there is none. */
export const slowest = (turn) => waited(turn).reduce((most, s) => (most === null || s.ms > most.ms ? s : most), null)?.name ?? null;

/** The value below which a share of the values lies, by the nearest rank; null for none. */
export function percentile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** p50 and p95 of every stage and of the gap, over turns that got as far. */
export function summary(turns) {
  const of = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95), count: values.length });
  return {
    gap: of(turns.map(gap).filter((v) => v !== null)),
    stages: stages.map(([name, label]) => ({ name, label, ...of(turns.flatMap((t) => t.stages.filter((s) => s.name === name).map((s) => s.ms))) })).filter((s) => s.count > 0),
  };
}

/** Newest turn last, one entry per turn number, at most `limit`. */
export function withTurn(turns, turn, limit = 50) {
  const others = turns.filter((t) => t.turn !== turn.turn);
  return [...others, turn].sort((a, b) => a.turn - b.turn).slice(-limit);
}
