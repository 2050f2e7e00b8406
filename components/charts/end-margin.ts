/**
 * The space beside the plot that names need which stand where lines end, in pixels. `share`: where the lines end, from
 * 0 at the left edge of the plot to 1 at its right edge. A line that ends early leaves room for its name in the plot.
 * Pure.
 */
export function endMargin(width: number, share: number, name: number, least: number): number {
  if (share <= 0) return least;
  return Math.ceil(Math.max(least, Math.min(name, width - (width - name) / share)));
}
