"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { stopWords } from "@/lib/registry/bulk-words";
import { archive, restore } from "../../actions/settings";

type Props = {
  name: string;
  isArchived: boolean;
  /** Names of the environments where it is live. */
  liveIn: readonly string[];
  /** Names of the experiments that run on it. */
  running: readonly string[];
  refusal: string | null;
};

const listed = (names: readonly string[]) => new Intl.ListFormat("en-GB").format(names);

/** Archives or restores the prompt. The dialog says first which applications are affected. */
export function ArchiveSection({ name, isArchived, liveIn, running, refusal }: Props) {
  const workspace = useWorkspace();
  const [isAsked, setAsked] = useState(false);
  const effect =
    liveIn.length > 0
      ? `Applications that request it get 404 at once in ${listed(liveIn)}.`
      : "It is not live, so no application gets it.";

  const bringBack = useAction({
    run: () => restore({ workspace, name }),
    done: { title: `${name} is restored.` },
    refresh: "done",
    failed: "It was not restored.",
  });

  return (
    <section aria-labelledby="archive" className="mt-8 border-line border-t pt-5">
      <h2 id="archive" className="text-14">
        {isArchived ? "Archived" : "Archive"}
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        {isArchived
          ? "Restoring it brings back all its versions. It becomes live again where it was live before."
          : `${effect} Its versions and releases are kept, and it can be restored.`}
      </p>
      {isArchived ? (
        <Button busy={bringBack.isBusy && "Restoring"} off={refusal} onClick={() => bringBack.start()}>
          Restore
        </Button>
      ) : (
        <Button off={refusal} onClick={() => setAsked(true)}>
          Archive
        </Button>
      )}
      {isAsked ? (
        <ActionDialog
          title={`Archive ${name}`}
          description={running.length > 0 ? `${effect} ${stopWords(running)}` : effect}
          note={running.length > 0 ? "Undo restores the prompt." : "You can undo this."}
          act="Archive"
          acting="Archiving"
          variant={liveIn.includes("production") ? "live" : "primary"}
          run={() => archive({ workspace, name })}
          done={{
            title: `${name} is archived.`,
            undo: {
              run: () => restore({ workspace, name }),
              done: { title: `${name} is restored.` },
              failed: "It was not restored.",
            },
          }}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </section>
  );
}
