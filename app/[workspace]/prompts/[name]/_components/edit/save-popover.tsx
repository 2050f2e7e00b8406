"use client";

import { Braces, CircleAlert, MessageSquare, Settings2 } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Popover, PopoverClose } from "@/components/ui/popover";
import { LinkButton } from "@/components/ui/text-link";
import { listWords } from "@/lib/core/words";
import { countFaults, faultWords, firstFault } from "@/lib/editing/draft/blocking";
import { type SummaryLine, summarize } from "@/lib/editing/draft/changes";
import { proposeMessage } from "@/lib/editing/draft/propose-message";
import type { LoadedVersion } from "@/lib/editing/draft/setup";
import { type ContentDiff, diffContents } from "@/lib/registry/diff";
import { mergeContents } from "@/lib/registry/merge";
import type { Content } from "@/lib/template/content";
import { useEdit } from "./edit-context";
import { NewerNote } from "./newer-note";
import type { useSave } from "./use-save";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  saving: ReturnType<typeof useSave>;
  /** Merges the newest version into the draft and saves both. */
  onSaveMerged: (newer: LoadedVersion, input: { message: string; deployTo: string | null }) => void;
  /** Incremented each time the save shortcut is pressed while this is open. */
  pressed: number;
};

/** Shows what saving would change, and asks for a message. */
export function SavePopover({ open, onOpenChange, saving, onSaveMerged, pressed }: Props) {
  const { diff: own, analysis, isSettled, draft, origin, setup } = useEdit();
  const { newer, isSaving, refusal } = saving;
  const [message, setMessage] = useState("");
  const [isDeployed, setDeployed] = useState(true);
  const next = Math.max(origin.seen, newer?.version ?? 0) + 1;
  const blocked = firstFault(analysis, draft);
  const merge = useMemo(() => whatMerges(newer, origin.base.content, analysis.content), [newer, origin, analysis]);
  const diff = merge?.diff ?? own;
  // While the summary is behind the text, it says nothing about it.
  const isOff = isSettled && (diff.isSame || countFaults(analysis) > 0);
  const same = `Nothing differs from v${newer?.version ?? origin.base.version}${newer ? "." : " yet."}`;
  const reason = !isSettled ? null : diff.isSame ? same : (blocked ?? refusal);

  const proposed = useMemo(() => proposeMessage(diff), [diff]);
  const input = { message: message.trim() || proposed, deployTo: isDeployed ? setup.firstEnvironment : null };
  /** Asked to save before the summary was there. */
  const [isAsked, setAsked] = useState(false);
  const save = () => {
    setAsked(!isSettled);
    if (!isSettled || isOff || isSaving) return;
    if (newer) onSaveMerged(newer, input);
    else void saving.save(input);
  };
  const saveOnTop = (version: number) => {
    if (countFaults(analysis) === 0) void saving.save({ ...input, onTop: version });
  };
  const onKey = useEffectEvent(save);
  useEffect(() => {
    if (isAsked && !open) setAsked(false);
    else if (isAsked && isSettled) onKey();
  }, [isAsked, isSettled, open]);
  const answered = useRef(pressed);
  useEffect(() => {
    if (pressed === answered.current) return;
    answered.current = pressed;
    onKey();
  }, [pressed]);
  useEffect(() => {
    if (origin.base.version) setMessage(""); // each version starts with an empty message
  }, [origin.base.version]);

  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label={`Save as v${next}`}
      trigger={
        <Button variant="primary">
          <span className="max-md:hidden">Save version</span>
          <span className="md:hidden">Save</span>
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <h2 className="mb-0.5 text-16">Save as v{next}</h2>
        <p className="text-fg-muted">A saved version never changes. Saving does not change what your users get.</p>
        {setup.evaluatedFor.length > 0 ? (
          <p className="mt-1 text-fg-muted">{`Its evaluation for ${listWords(setup.evaluatedFor)} starts automatically.`}</p>
        ) : null}
        {setup.uses > 0 ? <UsesNote count={setup.uses} /> : null}
        {newer ? <NewerNote newer={newer} base={origin.base.version} className="mt-3" /> : null}
        {merge?.isClear ? <p className="mt-3 text-fg-muted">{`Your changes to v${newer?.version}:`}</p> : null}
        <SummaryList diff={diff} />
        <Field
          label="What changed, and why"
          help={proposed && !message ? "If empty, it is saved with this text." : undefined}
        >
          <Textarea
            rows={2}
            value={message}
            placeholder={proposed}
            maxLength={2000}
            autoFocus
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        {setup.firstEnvironment ? (
          <fieldset className="my-3.5">
            <legend className="sr-only">After saving</legend>
            <Checkbox
              label={`Use in ${setup.firstEnvironment}`}
              checked={isDeployed}
              onChange={(event) => setDeployed(event.target.checked)}
            />
          </fieldset>
        ) : (
          <div className="h-3.5" />
        )}
        <div className="flex flex-row-reverse flex-wrap gap-2">
          <Button
            type="submit"
            variant="primary"
            keys={["mod", "S"]}
            busy={(isSaving || isAsked) && "Saving"}
            off={isOff}
            aria-describedby={reason ? "save-reason" : undefined}
            className={newer ? "w-full" : undefined}
          >
            {saveWords(next, newer, merge)}
          </Button>
          {newer ? (
            <Button off={countFaults(analysis) > 0 || isSaving} onClick={() => saveOnTop(newer.version)}>
              {`Save on top`}
            </Button>
          ) : null}
          <PopoverClose>
            <Button variant="quiet">Keep as draft</Button>
          </PopoverClose>
        </div>
        <p
          id="save-reason"
          role="status"
          className={cn(
            "mt-2 text-right text-12 empty:hidden",
            reason !== null && reason === refusal ? "text-negative" : "text-fg-muted",
          )}
        >
          {open ? reason : null}
        </p>
        {newer ? <p className="mt-1 text-right text-12 text-fg-muted">{onTopWords(newer.version, merge)}</p> : null}
      </form>
    </Popover>
  );
}

type Merge = { isClear: boolean; diff: ContentDiff };

/**
 * Returns what saving would change in the newest version after a merge. With conflicts, it compares the unmerged draft.
 * Null if there is no newer version.
 */
function whatMerges(newer: LoadedVersion | null, base: Content, mine: Content): Merge | null {
  if (!newer) return null;
  const { conflicts, content } = mergeContents(base, mine, newer.content);
  const isClear = conflicts.length === 0;
  return { isClear, diff: diffContents(newer.content, isClear ? content : mine) };
}

function onTopWords(version: number, merge: Merge | null): string {
  const choice = merge?.isClear ? "" : `v${version} changed the same lines as you: you choose for each. `;
  return `${choice}“Save on top” leaves out what v${version} changed.`;
}

function saveWords(next: number, newer: LoadedVersion | null, merge: Merge | null): string {
  if (!newer) return `Save v${next}`;
  return merge?.isClear ? `Merge v${newer.version} and save` : `Merge v${newer.version} and choose`;
}

/** Explains that saving a snippet changes no prompt, because each prompt pins a version. */
function UsesNote({ count }: { count: number }) {
  const prompts = count > 100 ? "More than 100 prompts use" : count === 1 ? "1 prompt uses" : `${count} prompts use`;
  return (
    <p className="mt-1 text-fg-muted">
      {prompts} this snippet. Saving does not change them. Afterwards you see what would change in each.
    </p>
  );
}

/** The changes that saving would make, and the first fault. */
function SummaryList({ diff }: { diff: ContentDiff }) {
  const { analysis, draft, handles } = useEdit();
  const lines = summarize(diff);
  const [fault] = analysis.faults;
  if (lines.length === 0 && !fault) return <div className="my-3 h-px bg-line" />;
  return (
    <ul className="my-3 grid max-h-60 gap-1.5 overflow-y-auto border-line border-y py-2.5">
      {inOrder(lines).map(({ key, item: line }) => (
        <SummaryItem key={key} icon={iconOf(line)}>
          <SummaryText line={line} />
        </SummaryItem>
      ))}
      {fault ? (
        <SummaryItem isFault icon={<CircleAlert className="size-3.5" />}>
          {faultWords(fault, draft)}{" "}
          <PopoverClose>
            <LinkButton onClick={() => setTimeout(() => handles.current.get(fault.place)?.focus(fault.line), 50)}>
              Fix it
            </LinkButton>
          </PopoverClose>
        </SummaryItem>
      ) : null}
    </ul>
  );
}

function SummaryItem({ icon, isFault, children }: { icon: ReactNode; isFault?: boolean; children: ReactNode }) {
  return (
    <li className={isFault ? "flex gap-2 text-negative" : "flex gap-2"}>
      <span aria-hidden="true" className={isFault ? "mt-[3px]" : "mt-[3px] text-fg-subtle"}>
        {icon}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function iconOf({ kind }: SummaryLine) {
  if (kind === "message") return <MessageSquare className="size-3.5" />;
  return kind === "variable" ? <Braces className="size-3.5" /> : <Settings2 className="size-3.5" />;
}

function SummaryText({ line }: { line: SummaryLine }) {
  if (line.kind === "other") return line.text;
  if (line.kind === "variable")
    return (
      <>
        {line.text}: <code>{line.names.join(", ")}</code>
      </>
    );
  const { label, added, removed, note } = line;
  return (
    <>
      {label}: {added > 0 ? <span className="text-positive">+{added} </span> : null}
      {removed > 0 ? <span className="text-negative">−{removed} </span> : null}
      {added + removed > 0 ? (added + removed === 1 ? "line" : "lines") : null}
      {note ? `${added + removed > 0 ? ", " : ""}${note}` : null}
    </>
  );
}
