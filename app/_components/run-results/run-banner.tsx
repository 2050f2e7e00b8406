import { CircleCheck, CircleDashed, Equal, LoaderCircle, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { RunSummary } from "./run-summary";

const dashed = "before:bg-[repeating-linear-gradient(180deg,var(--border-control)_0_6px,transparent_6px_10px)]";
const looks: Record<RunSummary["tone"], { edge: string; word: string; icon: ReactNode }> = {
  blocked: { edge: "before:bg-negative", word: "text-negative", icon: <OctagonX aria-hidden="true" /> },
  passes: { edge: "before:bg-positive", word: "text-positive", icon: <CircleCheck aria-hidden="true" /> },
  none: { edge: dashed, word: "text-fg-muted", icon: <CircleDashed aria-hidden="true" /> },
  running: {
    edge: dashed,
    word: "text-fg-muted",
    icon: <LoaderCircle aria-hidden="true" className="spinner" />,
  },
  even: { edge: "before:bg-line-control", word: "text-fg", icon: <Equal aria-hidden="true" /> },
};

/** What a run comes to, before any number: the page's one verdict, what it rests on, and what to do. */
export function RunBanner({
  verdict: { tone, kicker, title, text },
  acts,
  children,
}: {
  verdict: RunSummary;
  acts?: ReactNode;
  /** Under the words: progress while it runs. */
  children?: ReactNode;
}) {
  const { edge, word, icon } = looks[tone];
  return (
    <section
      aria-labelledby="verdict"
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-8 border-line border-b bg-surface-sunken px-6 pt-5 pb-[22px] before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:grid-cols-1 max-md:gap-3.5 max-md:p-4",
        edge,
      )}
    >
      <div className="min-w-0">
        <p className={cn("mb-1 flex items-center gap-[7px] font-semibold", word)}>
          {icon}
          {kicker}
        </p>
        <h2 id="verdict" className="max-w-[28em] text-24 [overflow-wrap:anywhere] max-md:text-20">
          {title}
        </h2>
        {text.length > 0 ? (
          <p className="mt-1.5 max-w-[72ch] text-14 text-fg-muted [overflow-wrap:anywhere]">{text.join(" ")}</p>
        ) : null}
        {children}
      </div>
      {acts ? (
        <div className="flex min-w-[168px] flex-col justify-center gap-2 max-md:flex-row max-md:flex-wrap max-md:[&>*]:flex-1">
          {acts}
        </div>
      ) : null}
    </section>
  );
}
