"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";

const SuiteDialog = lateDialog(() => import("../../_components/suite-dialog").then((module) => module.SuiteDialog));

export type NewSuiteProps = {
  /** The workspace's only prompt. Null if it has more, or none. */
  onlyPrompt: string | null;
  variant: "primary" | "default";
};

/** Creates a suite and opens it. */
export function NewSuite({ onlyPrompt, variant }: NewSuiteProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} icon={<Plus />} onClick={() => setOpen(true)}>
        New suite
      </Button>
      {isOpen ? (
        <SuiteDialog
          prompt={onlyPrompt}
          onClose={() => setOpen(false)}
          onDone={({ id }) => router.push(`/${workspace}/evaluations/suites/${id}`)}
        />
      ) : null}
    </>
  );
}
