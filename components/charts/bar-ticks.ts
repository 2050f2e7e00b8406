export type Tick = { label: string; index: number };

const mostTicks = 6;
/** The minimum space of a label as a share of the width, so that labels do not overlap or exceed the end. */
const room = 0.1;

/**
 * Returns the positions of labels below the bars: the first bar of each label, evenly thinned out until they fit.
 * `labels` has one entry per bar.
 */
export function pickTicks(labels: readonly string[]): Tick[] {
  const firsts = labels.flatMap((label, index) => (label === labels[index - 1] ? [] : [{ label, index }]));
  const [, second, third] = firsts;
  // The first bars may be the end of a day.
  const isEnd = second && third && second.index < third.index - second.index;
  if (isEnd && second.index / labels.length < room) firsts.shift();
  const every = Math.max(1, Math.ceil(firsts.length / (mostTicks + 1)));
  return firsts.filter(({ index }, at) => at % every === 0 && (index === 0 || 1 - index / labels.length >= room));
}
