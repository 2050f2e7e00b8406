"use client";

import { Braces, CircleAlert, MessageSquare, Settings2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Popover, PopoverClose } from "@/components/ui/popover";
import { LinkButton } from "@/components/ui/text-link";
import { listWords } from "@/lib/registry/gate/words";
import { countFaults, faultWords, firstFault } from "./blocking";
import { type SummaryLine, summarize } from "./changes";
import { useEdit } from "./edit-context";
import { NewerNote } from "./newer-note";
import type { NewerVersion } from "./setup";
import type { useSave } from "./use-save";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  saving: ReturnType<typeof useSave>;
  /** Raised each time the save key is pressed while this is open. */
  pressed: number;
};

/** What saving would do, and a word on why. */
export function SavePopover({ open, onOpenChange, saving, pressed }: Props) {
  const { diff, analysis, draft, origin, setup } = useEdit();
  const { newer, isSaving, refusal } = saving;
  const [message, setMessage] = useState("");
  const [isDeployed, setDeployed] = useState(true);
  const next = Math.max(origin.seen, newer?.version ?? 0) + 1;
  const blocked = firstFault(analysis, draft);
  const reason = diff.isSame ? `Nothing differs from v${origin.base.version} yet.` : (blocked ?? refusal);
  const isOff = diff.isSame || countFaults(analysis) > 0;

  const save = (onTop: NewerVersion | null) => {
    if (isOff) return;
    void saving.save({ message, deployTo: isDeployed ? setup.firstEnvironment : null, onTop });
  };
  const onKey = useRef(() => {});
  onKey.current = () => save(newer);
  const answered = useRef(pressed);
  useEffect(() => {
    if (pressed === answered.current) return;
    answered.current = pressed;
    onKey.current();
  }, [pressed]);
  useEffect(() => {
    if (origin.base.version) setMessage(""); // a fresh start after each save
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
          save(newer);
        }}
      >
        <h2 className="mb-0.5 text-16">Save as v{next}</h2>
        <p className="text-fg-muted">A saved version never changes. Saving does not change what your users get.</p>
        {setup.evaluatedFor.length > 0 ? (
          <p className="mt-1 text-fg-muted">{`Its evaluation for ${listWords(setup.evaluatedFor)} starts automatically.`}</p>
        ) : null}
        {setup.uses > 0 ? <UsesNote count={setup.uses} /> : null}
        {newer ? <NewerNote newer={newer} base={origin.base.version} className="mt-3" /> : null}
        <SummaryList />
        <Field label="What changed, and why">
          <Textarea
            rows={2}
            value={message}
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
        <div className="flex justify-end gap-2">
          <PopoverClose asChild>
            <Button variant="quiet">Keep as draft</Button>
          </PopoverClose>
          <Button
            type="submit"
            variant="primary"
            keys={["mod", "S"]}
            busy={isSaving && "Saving"}
            off={isOff}
            aria-describedby={reason ? "save-reason" : undefined}
          >
            {newer ? `Save v${next} on top` : `Save v${next}`}
          </Button>
        </div>
        <p id="save-reason" role="status" className="mt-2 text-right text-12 text-fg-muted empty:hidden">
          {reason}
        </p>
      </form>
    </Popover>
  );
}

/** A snippet's save reaches no prompt automatically: each keeps the version it pins. */
function UsesNote({ count }: { count: number }) {
  const prompts = count > 100 ? "More than 100 prompts put" : count === 1 ? "1 prompt puts" : `${count} prompts put`;
  return (
    <p className="mt-1 text-fg-muted">
      {prompts} this snippet. They keep their text. After saving you see what would change in each.
    </p>
  );
}

/** What differs from the version this started from, and what is in the way. */
function SummaryList() {
  const { diff, analysis, draft, handles } = useEdit();
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
          <PopoverClose asChild>
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
