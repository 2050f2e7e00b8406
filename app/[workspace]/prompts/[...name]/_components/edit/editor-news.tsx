"use client";

import { useEffect } from "react";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/text-link";
import { useEdit } from "./edit-context";
import { NewerNote } from "./newer-note";
import type { Base } from "./setup";
import type { useDraft } from "./use-draft";
import type { useSave } from "./use-save";

type Props = {
  kept: ReturnType<typeof useDraft>;
  saving: ReturnType<typeof useSave>;
  changes: number;
  startFrom: (base: Base, seen: number) => void;
};

/** What one should know before typing: read only, restored, from an older version, a newer one is there. */
export function EditorNews({ kept, saving, changes, startFrom }: Props) {
  const { setup, origin } = useEdit();
  const { base, latest, isFromOlder, readOnly } = setup;
  const { newer } = saving;

  // Somebody saved and there is nothing here to lose: take it over.
  const isBehind = !isFromOlder && latest.version > origin.base.version && latest.version > origin.seen;
  useEffect(() => {
    if (isBehind && changes === 0) startFrom(base, latest.version);
  }, [isBehind, changes, base, latest.version, startFrom]);

  if (readOnly !== null) return readOnly ? <Callout className="mb-3">{readOnly}</Callout> : null;
  const isOlder = origin.base.version < Math.min(origin.seen, latest.version);
  const seenNewer = newer ?? (isBehind && changes > 0 ? latest : null);
  return (
    <>
      {seenNewer ? <NewerNote newer={seenNewer} base={origin.base.version} className="mb-3" /> : null}
      {kept.isRestored ? (
        <Callout
          live
          className="mb-3"
          action={<LinkButton onClick={() => startFrom(base, latest.version)}>Discard</LinkButton>}
        >
          Restored what you had not saved{isOlder ? `, which started from v${origin.base.version}` : ""}.
        </Callout>
      ) : isOlder ? (
        <Callout className="mb-3">
          You start from v{origin.base.version}. Saving makes v{latest.version + 1} with what you write here; v
          {latest.version} stays as it is.
        </Callout>
      ) : null}
    </>
  );
}
