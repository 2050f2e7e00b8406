import type { ReactNode } from "react";

export type SectionProps = { title: string; help?: ReactNode; action?: ReactNode; children: ReactNode };

/** A named part of a settings page: the title on the left, the content on the right. */
export function Section({ title, help, action, children }: SectionProps) {
  return (
    <section className="grid grid-cols-[240px_minmax(0,1fr)] gap-8 border-line py-6 max-lg:grid-cols-1 max-lg:gap-3 [&+&]:border-t">
      <header>
        <h2 className="text-14">{title}</h2>
        {help ? <p className="mt-1 max-w-[40ch] text-fg-muted max-lg:max-w-[62ch]">{help}</p> : null}
        {action ? <div className="mt-3">{action}</div> : null}
      </header>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
