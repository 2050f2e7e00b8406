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

/** A dashed ring, half disc, spot or barred ring. Always with a visible or hidden word. Drawn by app/icons.css. */
export function StatusGlyph({ status, className }: { status: Status; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        `icon glyph-${status}`,
        status === "production" ? "mx-0.5 size-2.5" : "size-3.5",
        looks[status].glyph,
        className,
      )}
    />
  );
}

export type VersionChipProps = {
  number: number;
  /** Omitted if the version equals production's. It is then grey and without a glyph. */
  status?: Status;
  /** The share of users, 0 to 1, while an experiment runs. Such a version is not in testing: users get it. */
  share?: number | undefined;
  className?: string;
};

export function VersionChip({ number, status, share, className }: VersionChipProps) {
  return (
    <span className={cn(status ? `version-chip version-${status}` : "version-same", className)}>
      <span>{`v${number}`}</span>
      {share === undefined ? null : <span className="font-normal">{`${Math.round(share * 100)}\u00a0%`}</span>}
      {share !== undefined && status === "testing" ? null : (
        <span className="sr-only">{status ? `, ${looks[status].word}` : ", same as production"}</span>
      )}
    </span>
  );
}
