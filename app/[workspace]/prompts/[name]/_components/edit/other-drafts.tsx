"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import type { Draft } from "@/lib/editing/draft/draft";
import { mergeDrafts } from "@/lib/editing/draft/merge-drafts";
import type { WorkingDraftLine } from "@/lib/registry/queries/working-drafts";
import { dropDraft, loadDraft } from "../../actions/edit";
import { useEdit } from "./edit-context";
import type { DraftState } from "./use-draft";
import type { OtherDraftList } from "./use-other-drafts";

type Props = { kept: DraftState; drafts: OtherDraftList; isNote?: boolean };

/** "2 other drafts": unsaved drafts besides the text in the editor, which can be opened or discarded. */
export function OtherDrafts({ kept, drafts: { others, load }, isNote }: Props) {
  const { isReadOnly } = useEdit();
  const [isOpen, setOpen] = useState(false);
  if (others.length === 0 || isReadOnly) return null;
  const words = others.length === 1 ? "one other draft" : `${others.length} other drafts`;
  const trigger = <LinkButton onClick={() => setOpen(true)}>{isNote ? `You have ${words} here` : words}</LinkButton>;
  return (
    <>
      {isNote ? <p className="mb-2 text-12">{trigger}</p> : <>You have {trigger} here.</>}
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Other drafts"
        description="Drafts of this prompt that you did not save. Only you can see them."
      >
        <ul>
          {others.map((line) => (
            <DraftLine key={line.id} line={line} kept={kept} onDone={() => setOpen(false)} onGone={load} />
          ))}
        </ul>
      </Dialog>
    </>
  );
}

const notKept: ActionOutcome<never> = {
  ok: false,
  error: { code: "unreachable", message: "The server did not answer. Try again." },
};

type LineProps = { line: WorkingDraftLine; kept: DraftState; onDone: () => void; onGone: () => Promise<void> };

function DraftLine({ line, kept, onDone, onGone }: LineProps) {
  const { setup } = useEdit();
  const { workspace, prompt } = setup;
  const head = { id: line.id, revision: line.revision };
  const { keeper, draft, dispatch, origin, open, keepGoing } = kept;
  // The draft does not replace a shared text. It is merged into that text and stays under Other drafts.
  const mergeIn = (form: Draft) => {
    const merge = mergeDrafts(origin.base.content, draft, form);
    if (merge.result.conflicts.length > 0)
      return toast({
        title: "The drafts were not merged.",
        detail: "Some lines conflict. Choose Edit alone to open your own draft.",
        tone: "failed",
      });
    dispatch({ do: "replace", draft: merge.finish(merge.result.content) });
    toast({ title: "Your draft is merged into the shared one." });
  };
  const bringBack = useAction({
    run: async () => {
      const result = await reach(() => loadDraft({ workspace, name: prompt.name, id: line.id }));
      if (!result.ok || keeper.state.isShared)
        return result.ok ? { ...result, data: { ...result.data, isNothingHere: false } } : result;
      const isNothingHere = keeper.state.keeping === "nothing";
      return isNothingHere || (await keeper.setAside(draft))
        ? { ...result, data: { ...result.data, isNothingHere } }
        : notKept;
    },
    onDone: ({ base, draft: found, isNothingHere }) => {
      onDone();
      if (keeper.state.isShared) return mergeIn(found.form);
      const next = { base, seen: found.seenVersion };
      if (line.isSetAside) open(next, found.form, { head: null, isHeld: false }, [keeper.head, head]);
      else open(next, found.form, { head, isHeld: true }, [keeper.head]);
      keepGoing.sendSoon();
      toast({
        title: "Your other draft is open.",
        ...(isNothingHere ? {} : { detail: "The text that was here is kept under Other drafts." }),
      });
    },
    failed: "The draft could not be opened.",
  });
  const discard = useAction({
    run: () => dropDraft({ workspace, name: prompt.name, head }),
    onDone: onGone,
    failed: "The draft was not discarded.",
  });
  return (
    <li className="flex items-center gap-2 border-line py-2 [&+&]:border-t">
      <span className="mr-auto">
        Since v{line.baseVersion}, written <RelativeTime ago at={line.at} />
      </span>
      <Button size="sm" busy={bringBack.isBusy && "Opening"} onClick={() => bringBack.start()}>
        {keeper.state.isShared ? "Merge" : "Open"}
      </Button>
      <Button size="sm" variant="quiet" busy={discard.isBusy && "Discarding"} onClick={() => discard.start()}>
        Discard
      </Button>
    </li>
  );
}
