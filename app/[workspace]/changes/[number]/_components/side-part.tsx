import type { ReactNode } from "react";

/** A titled part of the column beside the diff. */
export function SidePart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-b px-5 py-4 last:border-b-0 max-md:px-4">
      <h2 className="mb-2 text-14">{title}</h2>
      {children}
    </section>
  );
}
