const font = '12px "Geist", system-ui, sans-serif';
const widestDigit = 7.2;
let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text of a chart is, in pixels; estimated where nothing can be drawn. */
export function textWidth(text: string, size = 12): number {
  if (context === undefined && typeof document !== "undefined") {
    context = document.createElement("canvas").getContext("2d");
    if (context) context.font = font;
  }
  return Math.ceil((context ? context.measureText(text).width : text.length * widestDigit) * (size / 12));
}

/** The room an axis needs for its labels, with the gap to the plot. */
export const axisWidth = (labels: readonly string[]): number =>
  Math.max(28, ...labels.map((label) => textWidth(label) + 14));
