import type { MaskIconName } from "@/components/ui/mask-icon";
import type { QualityStatus } from "@/lib/guards/quality/rows";

type Look = { icon: MaskIconName; tone: string };

const negative = "text-negative";
const muted = "text-fg-muted";

/** How a status is drawn beside its words: a shape of its own, and colour for better and worse alone. */
export const statusLooks: Record<QualityStatus, Look> = {
  worse: { icon: "trending-down", tone: negative },
  suspect: { icon: "trending-down", tone: "text-warning" },
  rolled_back: { icon: "undo-2", tone: negative },
  inconclusive: { icon: "scale", tone: "text-warning" },
  waiting: { icon: "hourglass", tone: muted },
  cooling_down: { icon: "hourglass", tone: muted },
  watching: { icon: "check", tone: "text-fg" },
  off: { icon: "eye-off", tone: muted },
  not_watched: { icon: "eye-off", tone: muted },
  nothing_live: { icon: "minus", tone: muted },
};
