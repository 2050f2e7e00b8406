import { ShieldCheck, ShieldOff } from "lucide-react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { DialogRow } from "@/components/ui/dialog";
import { TextLink } from "@/components/ui/text-link";
import { promotionWatch } from "@/lib/guards/describe-guard";
import { metricLabel } from "@/lib/guards/finding-words";
import type { Watched } from "./move-details";

type Props = { workspace: string; name: string; environment: string; watch: Watched; from: number | null };

/** The guard that will watch a version once it is live, and what it can do. */
export function WatchRow({ workspace, name, environment, watch, from }: Props) {
  const href = promptPath(workspace, name, { tab: "settings", guards: environment });
  if (!watch)
    return (
      <DialogRow name="Watch">
        <p className="flex gap-2">
          <ShieldOff aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fg-muted" />
          <span>
            No guard watches this prompt in {environment}. <TextLink href={href}>Set up a guard</TextLink>
          </span>
        </p>
      </DialogRow>
    );
  const { act, aside } = promotionWatch(watch.guard, (metric) => metricLabel(metric, watch.scorers), from);
  return (
    <DialogRow name="Watch">
      <p className="flex gap-2">
        <ShieldCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fg-muted" />
        <span>
          {act}
          {aside ? <span className="block text-12 text-fg-muted">{aside}</span> : null}
        </span>
      </p>
    </DialogRow>
  );
}
