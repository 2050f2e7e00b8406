"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { markSeen } from "@/app/[workspace]/_components/alerts/actions";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";

/** Marks what this page is about as seen, in the inbox too; gone when nothing is new. */
export function MarkSeen({ workspace, ids }: { workspace: string; ids: readonly string[] }) {
  const router = useRouter();
  const [isMarking, start] = useTransition();
  if (ids.length === 0) return null;
  const mark = () =>
    start(async () => {
      const result = await reach(() => markSeen({ workspace, ids }));
      if (!result.ok)
        toast({ tone: "failed", title: "The alerts could not be marked as seen.", detail: result.error.message });
      router.refresh();
    });
  return (
    <Button variant="quiet" onClick={mark} busy={isMarking && "Marking"}>
      Mark as seen
    </Button>
  );
}
