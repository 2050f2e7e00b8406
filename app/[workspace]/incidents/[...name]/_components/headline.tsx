import { Check, TrendingDown, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { incidentDetail, incidentKicker, incidentSentence } from "@/lib/guards/incident/words";
import type { Incident } from "@/lib/guards/queries/incident";

/** What went wrong in a sentence that can be repeated, and the first thing to do. */
export function Headline({ incident, acts }: { incident: Incident; acts: ReactNode }) {
  const { text, tone } = incidentKicker(incident);
  const isWorse = tone === "worse";
  return (
    <section
      aria-labelledby="incident"
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-8 border-line border-b bg-surface-sunken px-6 pt-5 pb-[22px] before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:grid-cols-1 max-md:gap-3.5 max-md:p-4",
        isWorse ? "before:bg-negative" : "before:bg-line-control",
      )}
    >
      <div className="min-w-0">
        <p
          className={cn(
            "mb-1 flex items-center gap-[7px] font-semibold [&>svg]:size-4 [&>svg]:shrink-0",
            isWorse ? "text-negative" : "text-fg",
          )}
        >
          {isWorse ? (
            incident.endedBy ? (
              <Undo2 aria-hidden="true" />
            ) : (
              <TrendingDown aria-hidden="true" />
            )
          ) : (
            <Check aria-hidden="true" />
          )}
          {text}
        </p>
        <h2
          id="incident"
          className="max-w-[28em] text-balance font-semibold text-24 leading-[30px] tracking-[-0.02em] max-md:text-20 max-md:leading-[26px]"
        >
          {incidentSentence(incident)}
        </h2>
        <p className="mt-1.5 max-w-[62ch] text-14 text-fg-muted">{incidentDetail(incident)}</p>
      </div>
      <div className="flex min-w-[200px] flex-col justify-center gap-2 empty:hidden">{acts}</div>
    </section>
  );
}
