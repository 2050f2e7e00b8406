export type Tick = { label: string; index: number };

const mostTicks = 6;
/** Of the width, so that no label meets its neighbour or the end. */
const room = 0.1;

/** Where labels stand below the bars: at the first bar of each, as many as fit, evenly. `labels` has one for each bar. */
export function pickTicks(labels: readonly string[]): Tick[] {
  const firsts = labels.flatMap((label, index) => (label === labels[index - 1] ? [] : [{ label, index }]));
  const [, second, third] = firsts;
  // The first bars may be the end of a day.
  const isEnd = second && third && second.index < third.index - second.index;
  if (isEnd && second.index / labels.length < room) firsts.shift();
  const every = Math.max(1, Math.ceil(firsts.length / (mostTicks + 1)));
  return firsts.filter(({ index }, at) => at % every === 0 && (index === 0 || 1 - index / labels.length >= room));
}
