"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { useAction } from "@/components/ui/use-action";
import { keep } from "../settings/(general)/actions";

type DeletionBannerProps = { workspace: string; deletionAt: string; canKeep: boolean };

/** Shown on every page of a workspace that is scheduled for deletion: the day, and how to cancel. */
export function DeletionBanner({ workspace, deletionAt, canKeep }: DeletionBannerProps) {
  const { start, isBusy } = useAction({
    run: () => keep({ workspace }),
    done: { title: "The workspace is kept." },
    refresh: "done",
    failed: "The workspace is still about to be deleted.",
  });
  const day = new Date(deletionAt).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return (
    <Callout tone="negative" className="items-center rounded-none px-4">
      <span className="mr-3">
        This workspace will be deleted on <b>{day}</b>. {canKeep ? null : "An owner can keep it until then."}
      </span>
      {canKeep ? (
        <Button size="sm" onClick={() => start()} busy={isBusy && "Keeping it"}>
          Keep this workspace
        </Button>
      ) : null}
    </Callout>
  );
}
