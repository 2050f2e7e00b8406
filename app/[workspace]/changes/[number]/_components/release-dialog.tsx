"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { PromoteDialog } from "@/app/[workspace]/prompts/[name]/_components/history/promote-dialog";
import type { Move } from "@/app/[workspace]/prompts/[name]/_components/history/use-moves";
import { rollBack } from "@/app/[workspace]/prompts/[name]/actions/release";
import { withProof } from "@/components/ui/proof";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { LaneData } from "@/lib/registry/lanes";
import { releaseRequest } from "../../actions";
import { useChange } from "./change-context";

type Props = { lane: LaneData; isOverride: boolean; onClose: () => void };

/** Shows who is affected, proposes the title as the reason, and makes the version live. Offers an undo afterwards. */
export function ReleaseDialog({ lane, isOverride, onClose }: Props) {
  const { workspace, request } = useChange();
  const router = useRouter();
  // The page refreshes itself, but the person decides on what the dialog showed when it was opened.
  const [{ number, prompt, version, title }] = useState(request);

  const release = async ({ reason, override: past }: Move, _lane: LaneData, expectedRevision: number) => {
    const override = isOverride || past ? { override: true } : {};
    const result = await reach(() =>
      releaseRequest({ workspace, number, reason, expectedRevision, version, ...override }),
    );
    if (!result.ok) return result;
    const { deployment, release: made } = result.data;
    const undo = async () => {
      if (made.fromVersion === null) return;
      const input = { workspace, name: prompt, environment: lane.name, version: made.fromVersion };
      const undone = await withProof(() =>
        rollBack({ ...input, reason: "Undo", expectedRevision: deployment.revision }),
      );
      if (undone.ok) toast({ title: `v${made.fromVersion} is live in ${lane.name} again.` });
      else toast({ title: "It was not undone.", detail: undone.error.message, tone: "failed" });
      router.refresh();
    };
    toast({
      title: `v${version} is live in ${lane.name}.`,
      detail: `Applications that request ${prompt} get it from now on.`,
      ...(made.fromVersion !== null && { undo }),
    });
    router.refresh();
    return { ok: true as const, data: null };
  };
  return (
    <PromoteDialog
      name={prompt}
      lane={lane}
      version={version}
      move={release}
      onClose={onClose}
      override={isOverride ? request.blockers : undefined}
      why={isOverride ? undefined : title}
    />
  );
}
