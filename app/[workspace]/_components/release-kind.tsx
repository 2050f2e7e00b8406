import { ArrowUpRight, FlaskConical, Undo2 } from "lucide-react";
import { Tag } from "@/components/ui/tag";
import type { ReleaseView } from "@/lib/registry/views";
import { RollbackMark } from "./guard/rollback-mark";

/** How a release came about, in a word. */
export function ReleaseKind({ kind }: { kind: ReleaseView["kind"] }) {
  if (kind === "promote")
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
        <ArrowUpRight aria-hidden="true" className="size-3.5" />
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
