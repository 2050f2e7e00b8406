"use client";

import { Columns2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { latePart } from "@/components/ui/late-part";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useEdit } from "./edit-context";

const CompareBody = latePart(
  () => import("./compare-body").then((module) => module.CompareBody),
  () => (
    <Loading label="Loading the texts">
      <Skeleton className="h-40 w-full" />
    </Loading>
  ),
);

/** The button and the dialog that compare the draft with its start version. */
export function CompareDialog() {
  const { version } = useEdit().origin.base;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Columns2 />} className="max-md:hidden" onClick={() => setOpen(true)}>
        Compare
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        width="full"
        title={`Your draft against v${version}`}
        description={`Left: v${version}. Right: your draft.`}
      >
        <CompareBody />
      </Dialog>
    </>
  );
}
