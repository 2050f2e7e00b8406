import { Check, TrendingDown, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { VerdictBand } from "@/app/_components/verdict-band";
import { incidentDetail, incidentKicker, incidentSentence } from "@/lib/guards/incident/words";
import type { Incident } from "@/lib/guards/queries/incident";

/** Says what went wrong in one sentence, and offers the first action. */
export function Headline({ incident, acts }: { incident: Incident; acts: ReactNode }) {
  const { text, tone } = incidentKicker(incident);
  const isWorse = tone === "worse";
  const Icon = isWorse ? (incident.endedBy ? Undo2 : TrendingDown) : Check;
  return (
    <VerdictBand
      tone={isWorse ? "negative" : "neutral"}
      icon={<Icon aria-hidden="true" />}
      kicker={text}
      title={incidentSentence(incident)}
      detail={incidentDetail(incident)}
      acts={acts}
    />
  );
}
