import type { ReactNode } from "react";
import { cn } from "../ui/cn";

export type LanesProps = {
  label: string;
  /** From left to right. Under 820 px the last one is at the top. */
  lanes: readonly { id: string; lane: ReactNode; gate?: ReactNode }[];
};

/** Lanes side by side. The connection from a lane to the next is on their border. */
export function Lanes({ label, lanes }: LanesProps) {
  return (
    <section
      aria-label={label}
      className="flex border-line border-b max-md:flex-col-reverse md:overflow-x-auto md:[&>:first-child>div]:pl-6 md:[&>:last-child>div]:pr-6"
    >
      {lanes.map(({ id, lane, gate }, index) => (
        <div
          key={id}
          className={cn(
            "relative flex min-w-[236px] max-md:min-w-0 max-md:flex-col-reverse",
            index > 0 ? "flex-[1.3] border-line md:border-l" : "flex-1",
            index < lanes.length - 1 && "max-md:border-t",
          )}
        >
          {gate && index > 0 ? (
            <div className="-translate-x-1/2 -translate-y-1/2 absolute top-1/2 left-0 z-1 max-md:static max-md:translate-0 max-md:px-4 max-md:py-2.5 max-md:[&_.lucide]:-rotate-90">
              {gate}
            </div>
          ) : null}
          {lane}
        </div>
      ))}
    </section>
  );
}
