import type { ReactNode } from "react";
import { cn } from "./cn";

export type Status = "draft" | "testing" | "production" | "archived";

const looks: Record<Status, { name: string; word: string; glyph: string }> = {
  draft: { name: "Draft", word: "draft", glyph: "text-draft" },
  testing: { name: "Testing", word: "in testing", glyph: "text-testing" },
  production: {
    name: "Production",
    word: "live",
    glyph: "text-production",
  },
  archived: { name: "Archived", word: "archived", glyph: "text-archived" },
};

const ring = { cx: 8, cy: 8, r: 5.25, fill: "none", stroke: "currentColor", strokeWidth: 1.5 };
const shapes: Record<Status, ReactNode> = {
  draft: <circle {...ring} strokeDasharray="2.3 1.82" />,
  testing: (
    <>
      <circle {...ring} />
      <path d="M8 5a3 3 0 0 1 0 6z" fill="currentColor" />
    </>
  ),
  production: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  archived: (
    <>
      <circle {...ring} />
      <path d="M5.2 10.8 10.8 5.2" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
};

/** Dashed ring, half disc, spot, barred ring. Always with a word beside it, written or hidden. */
export function StatusGlyph({ status, className }: { status: Status; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cn(
        "shrink-0",
        status === "production" ? "mx-0.5 size-2.5" : "size-3.5",
        looks[status].glyph,
        className,
      )}
    >
      {shapes[status]}
    </svg>
  );
}

export type VersionChipProps = {
  number: number;
  /** Left out when it equals production's: then grey and without a glyph. */
  status?: Status;
  /** Of users, 0 to 1, while an experiment runs. */
  share?: number | undefined;
  className?: string;
};

/** A version with its status, whose shape app/icons.css draws. */
export function VersionChip({ number, status, share, className }: VersionChipProps) {
  return (
    <span className={cn(status ? `version-chip version-${status}` : "version-same", className)}>
      <span>{`v${number}`}</span>
      {share === undefined ? null : <span className="font-normal">{`${Math.round(share * 100)}\u00a0%`}</span>}
      <span className="sr-only">{status ? `, ${looks[status].word}` : ", same as production"}</span>
    </span>
  );
}
