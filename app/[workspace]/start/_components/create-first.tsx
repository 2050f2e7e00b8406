"use client";

import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { withQuery } from "../../_components/paths";
import { addFirstPrompt } from "../actions";

/** Creates the demo greeting, or links to creating another prompt. */
export function CreateFirst({ workspace, off }: { workspace: string; off: string | null }) {
  const { start, isBusy, failure } = useAction({
    run: () => addFirstPrompt({ workspace }),
    refresh: "done",
  });
  return (
    <>
      <p className="text-fg-muted">A name and a text. It is live in development at once.</p>
      <p className="mt-2.5 flex flex-wrap gap-2">
        <Button variant="primary" off={off} busy={isBusy && "Creating"} onClick={() => start()}>
          Create demo/greeting
        </Button>
        <Button off={off} href={withQuery(`/${workspace}/prompts`, { new: "true" })}>
          Create your own
        </Button>
      </p>
      {failure ? (
        <p role="alert" className="mt-2 text-12 text-negative">
          {failure.message}
        </p>
      ) : null}
    </>
  );
}
