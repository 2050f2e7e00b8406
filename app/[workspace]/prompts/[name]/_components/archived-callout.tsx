"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { restore } from "../actions/settings";

type Props = { name: string; archivedAt: string };

/** A notice that the prompt is archived, with a link that restores it. */
export function ArchivedCallout({ name, archivedAt }: Props) {
  const workspace = useWorkspace();
  const { start, isBusy } = useAction({
    run: () => restore({ workspace, name }),
    done: { title: `${name} is restored.`, detail: "It is live again where it was live before." },
    refresh: "done",
    failed: "It was not restored.",
  });

  return (
    <Callout
      tone="warning"
      className="rounded-none border-warning-line border-b px-6 max-md:px-4"
      action={<LinkButton onClick={() => start()}>{isBusy ? "Restoring" : "Restore"}</LinkButton>}
    >
      Archived <RelativeTime at={archivedAt} />. Applications that request it get 404. Its versions and releases are
      kept.
    </Callout>
  );
}
