"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { OtherDraft } from "@/lib/editing/draft/reconcile";
import { isSameBrowser } from "@/lib/editing/draft/tab-name";
import { useEdit } from "./edit-context";
import { NewerNote } from "./newer-note";
import { OtherDrafts } from "./other-drafts";
import type { DraftState } from "./use-draft";
import type { JoiningActs } from "./use-joining";
import type { OtherDraftList } from "./use-other-drafts";
import type { useSave } from "./use-save";

type Props = {
  kept: DraftState;
  saving: ReturnType<typeof useSave>;
  joining: JoiningActs;
  drafts: OtherDraftList;
  changes: number;
};

/** The notices above the messages: read-only, a restored text, another draft, an older or a newer version. */
export function EditorNews({ kept, saving, joining, drafts, changes }: Props) {
  const { setup, origin } = useEdit();
  const { base, latest, isFromOlder, readOnly } = setup;
  const { state, startFrom, keeper, draft, open, keepGoing, newest } = kept;

  // A newer version was saved and the editor has no changes to lose, so it switches to that version.
  const isBehind = !isFromOlder && latest.version > origin.base.version && latest.version > origin.seen;
  const isAtRest = changes === 0 && state.keeping === "nothing" && !state.isShared;
  useEffect(() => {
    if (isBehind && isAtRest) startFrom(base, latest.version);
  }, [isBehind, isAtRest, base, latest.version, startFrom]);

  if (readOnly !== null) return <ReadOnlyNews />;
  const isOlder = origin.base.version < Math.min(origin.seen, latest.version);
  const announced = newest && newest.version > Math.max(origin.seen, origin.base.version) && !isAtRest ? newest : null;
  const seenNewer = saving.newer ?? announced ?? (isBehind && changes > 0 ? latest : null);

  const discard = () => {
    startFrom(base, latest.version);
    keepGoing.sendSoon();
    toast({
      title: "Your changes are discarded.",
      detail: `The editor shows v${base.version}.`,
      undo: () => {
        open(origin, draft, undefined, [keeper.head]);
        keepGoing.sendSoon();
      },
    });
  };
  return (
    <>
      {state.other ? <DraftOffer other={state.other} tab={keeper.options.tab} joining={joining} /> : null}
      {state.keeping === "nowhere" || state.reason === "refused" ? (
        <Callout tone="warning" live className="mb-3">
          {state.sentence ?? "The server refused this draft."}{" "}
          {state.keeping === "nowhere" ? "This browser has no space for it either." : "It is stored in this browser."}
        </Callout>
      ) : null}
      {state.keeping === "browser" && (state.reason === "unreachable" || state.reason === "signed out") ? (
        <Callout className="mb-3 md:hidden">
          {state.reason === "signed out" ? "You are signed out." : "The server does not answer."} Your text is stored in
          this browser until {state.reason === "signed out" ? "you sign in again" : "it does"}.
        </Callout>
      ) : null}
      {state.isGone ? (
        <Callout
          live
          className="mb-3"
          action={
            <>
              <LinkButton className="mr-2" onClick={() => startFrom(base, latest.version)}>
                Show v{latest.version}
              </LinkButton>{" "}
              <LinkButton
                onClick={() => {
                  keeper.keepAfterAll();
                  keepGoing.sendSoon();
                }}
              >
                Keep it here
              </LinkButton>
            </>
          }
        >
          You saved or discarded these changes in another tab.
        </Callout>
      ) : null}
      {seenNewer ? <NewerNote newer={seenNewer} base={origin.base.version} className="mb-3" /> : null}
      {state.other ? null : kept.restoredAt && changes > 0 && !state.isShared ? (
        <Callout className="mb-3" action={<LinkButton onClick={discard}>Discard</LinkButton>}>
          Restored your unsaved text, written <RelativeTime ago at={kept.restoredAt} />
          {isOlder ? `, which started from v${origin.base.version}` : ""}. <OtherDrafts kept={kept} drafts={drafts} />
        </Callout>
      ) : isOlder ? (
        <Callout className="mb-3" action={<OtherDrafts kept={kept} drafts={drafts} />}>
          You start from v{origin.base.version}. Saving makes v{latest.version + 1} with what you write here; v
          {latest.version} does not change.
        </Callout>
      ) : (
        <OtherDrafts kept={kept} drafts={drafts} isNote />
      )}
    </>
  );
}

function ReadOnlyNews() {
  const { setup } = useEdit();
  const { readOnly, kept, copy } = setup;
  return (
    <>
      {readOnly ? <Callout className="mb-3">{readOnly}</Callout> : null}
      {kept ? (
        <Callout className="mb-3">
          This is your unsaved text, based on v{kept.base.version}, written <RelativeTime ago at={kept.at} />. It is
          kept. {copy && copy.status !== "open" ? "Reopen the draft copy" : "Restore the prompt"} to go on.
        </Callout>
      ) : null}
    </>
  );
}

/** The same person edited the version elsewhere. Both drafts are kept, and the person chooses. */
function DraftOffer({ other, tab, joining }: { other: OtherDraft; tab: string; joining: JoiningActs }) {
  const where = !other.head
    ? "This browser has an older draft"
    : isSameBrowser(other.tab, tab)
      ? "You also edited this in another tab"
      : "You also edited this on another machine";
  return (
    <section
      aria-label="Your other draft"
      className="mb-3 grid gap-2 rounded-md border border-line-strong bg-surface-sunken px-3 py-2.5"
    >
      <p role="status">
        {where}, <RelativeTime ago at={other.at} />. Both drafts are kept
        {joining.canJoin ? " and can be merged automatically." : ". Some lines conflict."}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={joining.joinOther}>
          {joining.canJoin ? "Merge both" : "Merge line by line"}
        </Button>
        <Button size="sm" onClick={() => void joining.keepThis()}>
          Keep this one
        </Button>
        <Button size="sm" onClick={() => void joining.takeOther()}>
          Use the other one
        </Button>
      </div>
    </section>
  );
}
