import type { ReactNode } from "react";

export type PartHeadProps = { id: string; title: string; count: number; note?: string; children?: ReactNode };

/** The heading of a section of the inbox: title, count, and actions for all its items. */
export function PartHead({ id, title, count, note, children }: PartHeadProps) {
  return (
    <header className="flex min-h-8 items-center justify-between gap-3 border-line border-b bg-surface-sunken px-6 max-md:px-4">
      <h2 id={id} className="flex items-center gap-2 font-medium text-13">
        {title}
        <span className="font-normal text-fg-muted tabular-nums">{count > 0 ? count : null}</span>
        {note ? <span className="font-normal text-fg-muted">{note}</span> : null}
      </h2>
      {children}
    </header>
  );
}
