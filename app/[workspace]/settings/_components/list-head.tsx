import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type ListHeadProps = { icon: LucideIcon; action: ReactNode; children: ReactNode };

/** The header of a list of settings: its purpose, and the button that adds an item. */
export function ListHead({ icon: Icon, action, children }: ListHeadProps) {
  return (
    <header className="flex min-h-15 items-center gap-4 py-3 max-md:flex-wrap">
      <p className="mr-auto flex min-w-0 max-w-[80ch] gap-2 text-fg-muted max-md:flex-[1_0_100%]">
        <Icon className="mt-0.5 shrink-0" />
        <span>{children}</span>
      </p>
      {action}
    </header>
  );
}

export type ListSectionProps = ListHeadProps & { id: string; title: string; help: ReactNode };

/** A second list on a page of settings, with its own title. */
export function ListSection({ id, icon: Icon, title, help, action, children }: ListSectionProps) {
  return (
    <section aria-labelledby={id} className="mt-8 border-line border-t pt-2">
      <header className="flex min-h-15 items-center gap-4 py-3 max-md:flex-wrap">
        <div className="mr-auto min-w-0 max-w-[80ch] max-md:flex-[1_0_100%]">
          <h2 id={id} className="flex items-center gap-2 text-14">
            <Icon /> {title}
          </h2>
          <p className="mt-1 text-fg-muted">{help}</p>
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
