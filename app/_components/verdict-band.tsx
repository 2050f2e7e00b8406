import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const tones = {
  positive: { edge: "before:bg-positive", word: "text-positive" },
  negative: { edge: "before:bg-negative", word: "text-negative" },
  warning: { edge: "before:bg-warning", word: "text-warning" },
  neutral: { edge: "before:bg-line-control", word: "text-fg" },
  /** No verdict is reached yet. */
  open: {
    edge: "before:bg-[repeating-linear-gradient(180deg,var(--border-control)_0_6px,transparent_6px_10px)]",
    word: "text-fg-muted",
  },
};
export type VerdictTone = keyof typeof tones;

type Props = {
  tone: VerdictTone;
  icon: ReactNode;
  /** The verdict in a word or two. */
  kicker: ReactNode;
  /** The verdict in a sentence. */
  title: ReactNode;
  /** What the verdict is based on. */
  detail: ReactNode;
  acts?: ReactNode;
  /** Below the detail, such as progress. */
  children?: ReactNode;
};

/** The verdict at the top of a results page, with its basis and the possible actions. One per page. */
export function VerdictBand({ tone, icon, kicker, title, detail, acts, children }: Props) {
  const { edge, word } = tones[tone];
  return (
    <section
      aria-labelledby="verdict"
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-8 border-line border-b bg-surface-sunken px-6 pt-5 pb-[22px] before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:grid-cols-1 max-md:gap-3.5 max-md:p-4",
        edge,
      )}
    >
      <div className="min-w-0">
        <p className={cn("mb-1 flex items-center gap-[7px] font-semibold [&>svg]:size-4 [&>svg]:shrink-0", word)}>
          {icon}
          <span>{kicker}</span>
        </p>
        <h2 id="verdict" className="max-w-[28em] text-24 [overflow-wrap:anywhere] max-md:text-20">
          {title}
        </h2>
        {detail ? <p className="mt-1.5 max-w-[62ch] text-14 text-fg-muted [overflow-wrap:anywhere]">{detail}</p> : null}
        {children}
      </div>
      <div className="flex min-w-[168px] flex-col justify-center gap-2 empty:hidden max-md:flex-row max-md:flex-wrap max-md:[&>*]:flex-1">
        {acts}
      </div>
    </section>
  );
}
