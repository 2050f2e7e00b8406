import type { MaskIconName } from "@/components/ui/mask-icon";
import type { QualityStatus } from "@/lib/guards/quality/rows";

type Look = { icon: MaskIconName; tone: string };

const negative = "text-negative";
const muted = "text-fg-muted";

/** The icon of each status. Each has a distinct shape; only better and worse have a colour. */
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
