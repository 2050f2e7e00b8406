import type { ReactNode } from "react";

type Props = { id: string; title: string; link?: ReactNode; children: ReactNode };

/** A section of the side panel. */
export function SideSection({ id, title, link, children }: Props) {
  return (
    <section aria-labelledby={id} className="px-5 pt-4 pb-5 max-lg:px-6 max-md:px-4">
      <header className="mb-2 flex items-baseline justify-between gap-4">
        <h2 id={id} className="text-13">
          {title}
        </h2>
        {link}
      </header>
      {children}
    </section>
  );
}
