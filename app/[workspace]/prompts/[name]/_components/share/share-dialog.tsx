"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { dayOf } from "@/app/_components/day";
import { LinkDialog } from "@/app/_components/link-dialog";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { share } from "@/app/[workspace]/prompts/[name]/actions/settings";
import type { Content } from "@/lib/template/content";

type Props = {
  name: string;
  /** What the link shows: "v18", or "your changes since v18". */
  what: string;
  version: number;
  /** The unsaved content of the editor. Without it, the link shows the version. */
  content?: Content | undefined;
  values?: Record<string, unknown>;
  onClose: () => void;
};

type CreatedLink = { url: string; expiresAt: string; samples: string | null };

/** Creates a link for people without an account. First asks how long it is valid, then shows the link. */
export function ShareDialog({ name, what, version, content, values = {}, onClose }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [shared, setShared] = useState<CreatedLink | null>(null);
  return (
    <LinkDialog
      title="Share a preview"
      description={
        shared
          ? "Anyone with this link can read it without an account. The link is shown only once."
          : `Anyone with the link can read ${name} in ${what}, with sample values. The text stays as it is now.`
      }
      note={shared ? `It expires on ${dayOf(shared.expiresAt)}, or when you revoke it under Settings.` : undefined}
      daysAtFirst={7}
      mostDays={30}
      make={(days) => share({ workspace, name, version, values, days, ...(content && { content }) })}
      onMade={(made) => {
        setShared(made);
        router.refresh();
      }}
      url={shared?.url ?? null}
      help={shared?.samples ? `Filled with the sample set ${shared.samples}.` : undefined}
      onClose={onClose}
    />
  );
}
