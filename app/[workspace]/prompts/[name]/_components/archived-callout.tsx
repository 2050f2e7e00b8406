"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { restore } from "../actions/settings";

type Props = { workspace: string; name: string; archivedAt: string };

/** Says that nobody gets this prompt any more, with the way back. */
export function ArchivedCallout({ workspace, name, archivedAt }: Props) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);

  const bringBack = async () => {
    if (isBusy) return;
    setBusy(true);
    const result = await restore({ workspace, name });
    setBusy(false);
    if (!result.ok) return toast({ title: "It was not restored.", detail: result.error.message, tone: "failed" });
    toast({ title: `${name} is back.`, detail: "It is live again where it was live before." });
    router.refresh();
  };

  return (
    <Callout
      tone="warning"
      className="rounded-none border-warning-line border-b px-6 max-md:px-4"
      action={<LinkButton onClick={bringBack}>{isBusy ? "Restoring" : "Restore"}</LinkButton>}
    >
      Archived <RelativeTime at={archivedAt} />. Applications that ask for it get 404. Its versions and releases are
      kept.
    </Callout>
  );
}
