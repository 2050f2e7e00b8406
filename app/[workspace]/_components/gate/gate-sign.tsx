import { Check, CircleDashed, TriangleAlert, X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import type { GateState } from "@/lib/registry/gate/result";

const tones: Record<GateState, string> = {
  passed: "text-positive",
  failed: "text-negative",
  inconclusive: "text-warning",
  running: "text-fg-muted",
  missing: "text-fg-subtle",
};

/** The icon and tone of a state. A word is shown beside it. */
export function GateSign({ state, className }: { state: GateState; className?: string }) {
  const style = cn("size-3.5 shrink-0", tones[state], className);
  if (state === "running") return <Spinner className={style} />;
  const Icon = { passed: Check, failed: X, inconclusive: TriangleAlert, missing: CircleDashed }[state];
  return <Icon className={style} />;
}

/** The tone of a state's word. Only success and failure have a colour. */
export const gateTone = (state: GateState): string => (state === "missing" ? "text-fg-muted" : tones[state]);
