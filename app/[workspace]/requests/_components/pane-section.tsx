import { type ReactNode, useId } from "react";

/** A section of the open request, below a thin line. */
export function PaneSection({ title, end, children }: { title: ReactNode; end?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-line border-t px-5 pt-3 pb-4 max-md:px-4">
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <h3 id={id} className="text-14">
          {title}
        </h3>
        {end}
      </div>
      {children}
    </section>
  );
}
