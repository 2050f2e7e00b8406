"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { WorkingDraftLine } from "@/lib/registry/queries/working-drafts";
import { dropDraft, loadDraft } from "../../actions/edit";
import { useEdit } from "./edit-context";
import type { Kept } from "./use-draft";
import type { OtherDraftList } from "./use-other-drafts";

type Props = { kept: Kept; drafts: OtherDraftList; isNote?: boolean };

/** "2 other drafts": what one left here besides the text in the editor, with the ways to bring it back. */
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
        description="What you wrote here and did not save. Only you see it."
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

type LineProps = { line: WorkingDraftLine; kept: Kept; onDone: () => void; onGone: () => Promise<void> };

function DraftLine({ line, kept, onDone, onGone }: LineProps) {
  const { setup } = useEdit();
  const { workspace, prompt } = setup;
  const [busy, setBusy] = useState<"bring" | "drop" | null>(null);
  const head = { id: line.id, revision: line.revision };
  const failed = (detail: string) => toast({ title: "It did not work.", detail, tone: "failed" });

  const bringBack = async () => {
    setBusy("bring");
    const result = await loadDraft({ workspace, name: prompt.name, id: line.id }).catch(() => null);
    const { keeper, draft, open, keepGoing } = kept;
    const isNothingHere = keeper.state.keeping === "nothing";
    const isSafe = result?.ok && (isNothingHere || (await keeper.setAside(draft)));
    setBusy(null);
    if (!result?.ok || !isSafe)
      return failed(result?.ok === false ? result.error.message : "The server did not answer.");
    const { base, draft: found } = result.data;
    const next = { base, seen: found.seenVersion };
    if (line.isSetAside) open(next, found.form, { head: null, isHeld: false }, [keeper.head, head]);
    else open(next, found.form, { head, isHeld: true }, [keeper.head]);
    keepGoing.sendSoon();
    onDone();
    toast({
      title: "Your other draft is back.",
      ...(isNothingHere ? {} : { detail: "What stood here is kept under Other drafts." }),
    });
  };
  const letGo = async () => {
    setBusy("drop");
    const result = await dropDraft({ workspace, name: prompt.name, head }).catch(() => null);
    setBusy(null);
    if (!result?.ok) return failed(result?.error.message ?? "The server did not answer.");
    await onGone();
  };
  return (
    <li className="flex items-center gap-2 border-line py-2 [&+&]:border-t">
      <span className="mr-auto">
        Since v{line.baseVersion}, written <RelativeTime ago at={line.at} />
      </span>
      <Button size="sm" busy={busy === "bring" && "Bringing back"} onClick={() => void bringBack()}>
        Bring back
      </Button>
      <Button size="sm" variant="quiet" busy={busy === "drop" && "Letting go"} onClick={() => void letGo()}>
        Let go
      </Button>
    </li>
  );
}
