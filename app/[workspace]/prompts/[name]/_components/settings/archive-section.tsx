"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { archive, restore } from "../../actions/settings";

type Props = {
  workspace: string;
  name: string;
  isArchived: boolean;
  /** Names of the environments where it is live. */
  liveIn: readonly string[];
  refusal: string | null;
};

const listed = (names: readonly string[]) => new Intl.ListFormat("en-GB").format(names);

/** Takes the prompt out of use, or brings it back; says first who notices. */
export function ArchiveSection({ workspace, name, isArchived, liveIn, refusal }: Props) {
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const reach =
    liveIn.length > 0
      ? `Applications that ask for it get 404 at once in ${listed(liveIn)}.`
      : "It is live nowhere, so no application gets it today.";

  const run = async (act: typeof archive, done: string, undo?: () => Promise<void>) => {
    setBusy(true);
    const result = await act({ workspace, name });
    setBusy(false);
    setAsked(false);
    if (result.ok) toast({ title: done, ...(undo && { undo }) });
    else toast({ title: "Nothing was changed.", detail: result.error.message, tone: "failed" });
    router.refresh();
  };
  const bringBack = () => run(restore, `${name} is back.`);

  return (
    <section aria-labelledby="archive" className="mt-8 border-line border-t pt-5">
      <h2 id="archive" className="text-14">
        {isArchived ? "Archived" : "Archive"}
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        {isArchived
          ? "It comes back with all its versions, live again where it was live before."
          : `${reach} Its versions and releases are kept, and it can be restored.`}
      </p>
      {isArchived ? (
        <Button busy={isBusy && "Restoring"} off={refusal} onClick={() => void bringBack()}>
          Restore
        </Button>
      ) : (
        <Dialog
          open={isAsked}
          onOpenChange={setAsked}
          held={isBusy}
          trigger={<Button off={refusal}>Archive</Button>}
          title={`Archive ${name}`}
          description={reach}
          note="You can undo this."
          onSubmit={() => void run(archive, `${name} is archived.`, bringBack)}
          actions={
            <>
              <DialogClose asChild>
                <Button variant="quiet">Cancel</Button>
              </DialogClose>
              <Button
                type="submit"
                variant={liveIn.includes("production") ? "live" : "primary"}
                busy={isBusy && "Archiving"}
              >
                Archive
              </Button>
            </>
          }
        />
      )}
    </section>
  );
}
