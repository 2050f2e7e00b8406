"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";

const SuiteDialog = lateDialog(() => import("../../_components/suite-dialog").then((module) => module.SuiteDialog));

/** Creates a suite and opens it. */
export function NewSuite({ workspace, variant }: { workspace: string; variant: "primary" | "default" }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} icon={<Plus />} onClick={() => setOpen(true)}>
        New suite
      </Button>
      {isOpen ? (
        <SuiteDialog
          workspace={workspace}
          onClose={() => setOpen(false)}
          onDone={({ id }) => router.push(`/${workspace}/evaluations/suites/${id}`)}
        />
      ) : null}
    </>
  );
}
