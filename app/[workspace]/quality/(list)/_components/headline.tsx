import { cn } from "@/components/ui/cn";
import { overviewWords, type QualityCounts } from "@/lib/guards/quality/rows";

/** Summarizes the overview: how many prompts got worse, how many were rolled back, and how many are monitored. */
export function Headline({ counts }: { counts: QualityCounts }) {
  const { sentence, detail } = overviewWords(counts);
  const isAlarm = counts.worse + counts.back > 0;
  return (
    <section
      aria-label="In short"
      className={cn(
        "relative border-line border-b bg-surface-sunken px-6 pt-[18px] pb-5 before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:p-4",
        isAlarm ? "before:bg-negative" : counts.silent > 0 ? "before:bg-warning" : "before:bg-line-control",
      )}
    >
      <h2 className="max-w-[28em] text-balance font-semibold text-24 leading-[30px] tracking-[-0.02em] max-md:text-20 max-md:leading-[26px]">
        {sentence}
      </h2>
      {detail ? <p className="mt-1 text-14 text-fg-muted">{detail}</p> : null}
    </section>
  );
}
