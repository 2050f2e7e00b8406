import { Check, EyeOff, Hourglass, Minus, Scale, TrendingDown, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { QualityStatus } from "@/lib/guards/quality/rows";

type Look = { icon: ReactNode; tone: string };

const negative = "text-negative";
const muted = "text-fg-muted";

/** How a status is drawn beside its words: a shape of its own, and colour for better and worse alone. */
export const statusLooks: Record<QualityStatus, Look> = {
  worse: { icon: <TrendingDown aria-hidden="true" />, tone: negative },
  suspect: { icon: <TrendingDown aria-hidden="true" />, tone: "text-warning" },
  rolled_back: { icon: <Undo2 aria-hidden="true" />, tone: negative },
  inconclusive: { icon: <Scale aria-hidden="true" />, tone: "text-warning" },
  waiting: { icon: <Hourglass aria-hidden="true" />, tone: muted },
  cooling_down: { icon: <Hourglass aria-hidden="true" />, tone: muted },
  watching: { icon: <Check aria-hidden="true" />, tone: "text-fg" },
  off: { icon: <EyeOff aria-hidden="true" />, tone: muted },
  not_watched: { icon: <EyeOff aria-hidden="true" />, tone: muted },
  nothing_live: { icon: <Minus aria-hidden="true" />, tone: muted },
};
