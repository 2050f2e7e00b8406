"use client";

import { useState } from "react";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton } from "@/components/ui/text-link";
import { countFaults } from "@/lib/editing/draft/blocking";
import { sampleValues } from "@/lib/editing/draft/preview";
import { useEdit } from "./edit-context";

const ShareDialog = lateDialog(() => import("../share/share-dialog").then((module) => module.ShareDialog));

/** Creates a link that shows the text in the editor to people without an account. */
export function SharePreview() {
  const { analysis, samples, setup, diff, origin } = useEdit();
  const [isOpen, setOpen] = useState(false);
  const { content, inherited } = analysis;
  if (setup.readOnly !== null || countFaults(analysis) > 0) return null;
  const { version } = origin.base;
  return (
    <p className="mt-2">
      <LinkButton onClick={() => setOpen(true)}>Share a preview</LinkButton>
      {isOpen ? (
        <ShareDialog
          name={setup.prompt.name}
          what={diff.isSame ? `v${version}` : `your changes since v${version}`}
          version={version}
          content={diff.isSame ? undefined : content}
          values={sampleValues([...(content.variables ?? []), ...inherited], samples)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </p>
  );
}
