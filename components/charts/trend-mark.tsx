"use client";

import { textWidth } from "./text-width";
import type { TrendMark } from "./trend";
import type { PlacedMark } from "./trend-place";

/** The width of a mark's label, including the gap to its line. The title is bold. */
export function markWidth({ title, note }: TrendMark): { title: number; all: number } {
  const own = textWidth(title) * 1.08 + 14;
  return { title: own, all: Math.max(own, textWidth(note) + 14) };
}

/** The label above the line of an event: what and when, with a ring, or a limelight triangle if automatic. */
export function MarkLabel({ mark, viewBox }: { mark: PlacedMark; viewBox?: { x?: number; y?: number } }) {
  const x = viewBox?.x ?? 0;
  const y = (viewBox?.y ?? 40) - 26;
  const isLeft = mark.side === "left";
  const words = {
    x: x + (isLeft ? -11 : 11),
    textAnchor: isLeft ? ("end" as const) : ("start" as const),
    fontSize: 12,
  };
  return (
    <g>
      <line x1={x} x2={x} y1={y + 8} y2={y + 26} stroke="var(--text-subtle)" />
      {mark.kind === "alert" ? (
        <path
          d={`M${x} ${y - 6}l6.5 11.5h-13z`}
          fill="var(--surface)"
          stroke="var(--negative)"
          strokeWidth="1.75"
          strokeLinejoin="round"
        />
      ) : mark.kind === "by-itself" ? (
        <path
          d={`M${x - 6.5} ${y - 5}h13l-6.5 11z`}
          fill="var(--limelight)"
          stroke="var(--text)"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      ) : mark.kind === "release" ? (
        <circle cx={x} cy={y} r="5" fill="var(--surface)" stroke="var(--text)" strokeWidth="1.75" />
      ) : (
        <rect
          x={x - 3.5}
          y={y - 3.5}
          width="7"
          height="7"
          fill="var(--surface)"
          stroke="var(--text-muted)"
          strokeWidth="1.5"
        />
      )}
      {mark.words === "none" ? null : (
        <text {...words} y={y} fontWeight="600" fill="var(--text)">
          {mark.title}
        </text>
      )}
      {mark.words === "all" ? (
        <text {...words} y={y + 14} fill="var(--text-muted)">
          {mark.note}
        </text>
      ) : (
        <title>{`${mark.title}, ${mark.note}`}</title>
      )}
    </g>
  );
}
