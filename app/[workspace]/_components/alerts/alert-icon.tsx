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
  "guard.worse": <TrendingDown />,
  "guard.segment": <TrendingDown />,
  "guard.rolled_back": <Undo2 />,
  "guard.stuck": <TriangleAlert />,
  "judge.budget": <CircleDollarSign />,
  "budget.forecast": <CircleDollarSign />,
  "budget.exceeded": <CircleDollarSign />,
  "judge.failing": <CircleAlert />,
  "gate.changes_wait": <Scale />,
  "judge.changed": <Scale />,
  "experiment.complete": <FlaskConical />,
  "experiment.ready": <FlaskConical />,
  "experiment.invalid": <FlaskConical />,
  "experiment.stopped": <FlaskConicalOff />,
  "record.broken": <Unplug />,
  "redaction.slow": <Hourglass />,
  "domain.missing": <AtSign />,
  "domain.lapsed": <AtSign />,
  "channel.disabled": <PlugZap />,
};
const tones = { info: "text-fg-muted", warning: "text-warning", critical: "text-negative" } as const;

/** The icon of an alert's kind. Its colour shows the severity, which the text also states. */
export function AlertIcon({ alert: { kind, severity } }: { alert: Pick<AlertView, "kind" | "severity"> }) {
  return <span className={cn("mt-0.5 [&>svg]:size-4", tones[severity])}>{icons[kind] ?? icons["judge.failing"]}</span>;
}
