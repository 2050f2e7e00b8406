import { ArrowUpRight, FlaskConical, Undo2 } from "lucide-react";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Tag } from "@/components/ui/tag";
import { isOverride, isUndo } from "@/lib/registry/lifecycle";
import type { ReleaseView } from "@/lib/registry/views";
import { RollbackMark } from "./guard/rollback-mark";

/** The kind of a release in one word. */
export function ReleaseKind({ release }: { release: Pick<ReleaseView, "kind" | "evidence"> }) {
  const { kind } = release;
  if (isUndo(release))
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
        <MaskIcon name="undo-2" className="size-3.5" />
        Undone
      </span>
    );
  if (kind === "promote" && isOverride(release))
    return (
      <Tag tone="warning" icon={<ArrowUpRight />}>
        Promoted, overridden
      </Tag>
    );
  if (kind === "promote")
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
        <MaskIcon name="arrow-up-right" className="size-3.5" />
        Promoted
      </span>
    );
  if (kind === "rollback")
    return (
      <Tag tone="warning" icon={<Undo2 />}>
        Rolled back
      </Tag>
    );
  if (kind === "auto-rollback")
    return (
      <Tag tone="negative" icon={<RollbackMark />}>
        Rolled back automatically
      </Tag>
    );
  return (
    <Tag tone="accent" icon={<FlaskConical />}>
      By an experiment
    </Tag>
  );
}
