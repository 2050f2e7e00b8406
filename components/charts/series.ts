const dashes = [undefined, undefined, "6 3", "2 3", "8 3 2 3"];

/** The style of a series: the baseline is grey. Dashed from the third on, so that colour is not the only cue. */
export function seriesLook(index: number): { colour: string; dash: string | undefined } {
  const colour = index === 0 ? "var(--chart-6)" : `var(--chart-${((index - 1) % 5) + 1})`;
  return { colour, dash: dashes[index % dashes.length] };
}
