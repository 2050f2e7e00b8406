import {
  AtSign,
  CircleAlert,
  CircleDollarSign,
  FlaskConical,
  FlaskConicalOff,
  Hourglass,
  PlugZap,
  Scale,
  TrendingDown,
  TriangleAlert,
  Undo2,
  Unplug,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { AlertView } from "@/lib/alerts/views";

const icons: Record<AlertView["kind"], ReactNode> = {
  "guard.worse": <TrendingDown aria-hidden="true" />,
  "guard.segment": <TrendingDown aria-hidden="true" />,
  "guard.rolled_back": <Undo2 aria-hidden="true" />,
  "guard.stuck": <TriangleAlert aria-hidden="true" />,
  "judge.budget": <CircleDollarSign aria-hidden="true" />,
  "budget.forecast": <CircleDollarSign aria-hidden="true" />,
  "budget.exceeded": <CircleDollarSign aria-hidden="true" />,
  "judge.failing": <CircleAlert aria-hidden="true" />,
  "gate.changes_wait": <Scale aria-hidden="true" />,
  "judge.changed": <Scale aria-hidden="true" />,
  "experiment.complete": <FlaskConical aria-hidden="true" />,
  "experiment.ready": <FlaskConical aria-hidden="true" />,
  "experiment.invalid": <FlaskConical aria-hidden="true" />,
  "experiment.stopped": <FlaskConicalOff aria-hidden="true" />,
  "record.broken": <Unplug aria-hidden="true" />,
  "redaction.slow": <Hourglass aria-hidden="true" />,
  "domain.missing": <AtSign aria-hidden="true" />,
  "domain.lapsed": <AtSign aria-hidden="true" />,
  "channel.disabled": <PlugZap aria-hidden="true" />,
};
const tones = { info: "text-fg-muted", warning: "text-warning", critical: "text-negative" } as const;

/** The icon of an alert's kind. Its colour shows the severity, which the text also states. */
export function AlertIcon({ alert: { kind, severity } }: { alert: Pick<AlertView, "kind" | "severity"> }) {
  return <span className={cn("mt-0.5 [&>svg]:size-4", tones[severity])}>{icons[kind] ?? icons["judge.failing"]}</span>;
}
