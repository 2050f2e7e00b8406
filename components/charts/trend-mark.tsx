"use client";

import type { PlacedMark } from "./trend";

/** Above the line of something that happened: a ring, or a triangle in limelight where it happened automatically; what and when. */
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
      {mark.hasLabel ? (
        <>
          <text {...words} y={y} fontWeight="600" fill="var(--text)">
            {mark.title}
          </text>
          <text {...words} y={y + 14} fill="var(--text-muted)">
            {mark.note}
          </text>
        </>
      ) : (
        <title>{`${mark.title}, ${mark.note}`}</title>
      )}
    </g>
  );
}
