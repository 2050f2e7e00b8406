import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** The id of the title, for the section that it names. */
  id?: string;
  /** A short text on the right. */
  note?: ReactNode;
  /** Links or a choice on the right. */
  children?: ReactNode;
};

/** The title of a section of a page, with what belongs to it on the right. */
export const SectionHead = ({ title, id, note, children }: Props) => (
  <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1">
    <h2 id={id} className="text-14">
      {title}
    </h2>
    {note ? <p className="text-12 text-fg-muted">{note}</p> : null}
    {children}
  </header>
);
