import { CircleCheck, CircleDashed, Equal, LoaderCircle, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import { VerdictBand, type VerdictTone } from "../verdict-band";
import type { RunSummary } from "./run-summary";

const looks: Record<RunSummary["tone"], { tone: VerdictTone; icon: ReactNode }> = {
  blocked: { tone: "negative", icon: <OctagonX aria-hidden="true" /> },
  passes: { tone: "positive", icon: <CircleCheck aria-hidden="true" /> },
  none: { tone: "open", icon: <CircleDashed aria-hidden="true" /> },
  running: { tone: "open", icon: <LoaderCircle aria-hidden="true" className="spinner" /> },
  even: { tone: "neutral", icon: <Equal aria-hidden="true" /> },
};

type Props = {
  verdict: RunSummary;
  acts?: ReactNode;
  /** Shown below the text, such as the progress of a running evaluation. */
  children?: ReactNode;
};

/** The verdict of a run, without numbers. */
export function RunBanner({ verdict: { tone, kicker, title, text }, acts, children }: Props) {
  return (
    <VerdictBand {...looks[tone]} kicker={kicker} title={title} detail={text.join(" ")} acts={acts}>
      {children}
    </VerdictBand>
  );
}
