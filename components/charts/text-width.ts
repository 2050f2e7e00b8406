const font = '12px "Geist", system-ui, sans-serif';
const widestDigit = 7.2;
let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in a chart, in pixels. Estimated if there is no canvas. */
export function textWidth(text: string, size = 12): number {
  if (context === undefined && typeof document !== "undefined") {
    context = document.createElement("canvas").getContext("2d");
    if (context) context.font = font;
  }
  return Math.ceil((context ? context.measureText(text).width : text.length * widestDigit) * (size / 12));
}

/** The width of an axis for its labels, including the gap to the plot. */
export const axisWidth = (labels: readonly string[]): number =>
  Math.max(28, ...labels.map((label) => textWidth(label) + 14));
