import { type ReactNode, useId } from "react";
import { Explained } from "@/app/_components/explained";

/** A named section of the plan: its question on the left, the fields on the right. */
export function Section({ title, help, children }: { title: string; help: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-[220px_minmax(0,1fr)] gap-x-8 gap-y-2 border-line border-b px-6 py-6 max-xl:grid-cols-1 max-md:px-4 max-md:py-5"
    >
      <div>
        <h2 id={id} className="text-14">
          {title}
        </h2>
        <p className="mt-0.5 max-w-[44ch] text-12 text-fg-muted">
          {typeof help === "string" ? <Explained>{help}</Explained> : help}
        </p>
      </div>
      <div className="grid content-start gap-4">{children}</div>
    </section>
  );
}
