/** A box on the screen, in pixels. */
export type Frame = { top: number; left: number; width: number; height: number };

/** The outline of a frame, and its distance to the element. */
const outline = 4;

/** The frame with room for its outline on the screen, also around an element as wide as the screen. Pure. */
export function onScreen({ top, left, width, height }: Frame, screen: { width: number }): Frame {
  const right = Math.min(left + width, screen.width - outline);
  const from = Math.max(left, outline);
  return { top, left: from, width: Math.max(0, right - from), height };
}
