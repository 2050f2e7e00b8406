"use client";

import type { ReactNode } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { FormDialog } from "@/components/ui/form-dialog";
import { reach } from "@/components/ui/reach";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { BulkInput } from "@/lib/registry/bulk";
import { stopWords } from "@/lib/registry/bulk-words";
import type { BulkProblem } from "@/lib/registry/commands/plan-bulk";
import { runBulk } from "../actions";

export type BulkDialogProps = {
  title: string;
  /** Who is affected, and when. */
  description: ReactNode;
  /** Null while the form is incomplete. */
  input: BulkInput | null;
  /** "Archive 12 prompts" */
  act: (count: number) => string;
  busy: string;
  /** "12 prompts are archived." */
  done: (count: number) => string;
  /** Whether the change affects what users get. */
  isLive?: boolean;
  /** Removes prompts from the selection. */
  onLeaveOut?: (names: readonly string[]) => void;
  onClose: () => void;
  onDone: () => void;
  children?: ReactNode;
};

/** A dialog that shows what a bulk change would do, and what prevents it, before it runs. */
export function BulkDialog(props: BulkDialogProps) {
  const { title, description, input, act, busy, done, isLive, onLeaveOut, onClose, onDone, children } = props;
  const { data: plan, failure: unchecked, reload } = useBulkPlan(input);
  const { start, isBusy, failure } = useBulkAct(done, onDone, reload);
  const problems = plan?.problems ?? [];
  const count = plan?.changes.length ?? 0;
  const off = !input
    ? true
    : unchecked
      ? null
      : !plan
        ? "Checking what would change"
        : problems.length > 0
          ? "Some prompts prevent the change"
          : count === 0
            ? "Nothing would change"
            : null;

  const stops = plan?.stops ?? [];
  const note = plan && problems.length === 0 ? noteOf(count, plan.unchanged.length) : null;
  return (
    <FormDialog
      form={{
        submit: () => {
          if (unchecked) void reload();
          else if (input && !off) start(input);
        },
        isBusy,
        failure: failure ?? unchecked,
      }}
      title={title}
      description={description}
      note={note}
      act={unchecked ? "Check again" : act(count)}
      acting={busy}
      variant={isLive ? "live" : "primary"}
      off={off}
      onClose={onClose}
    >
      {children || problems.length > 0 || stops.length > 0 ? (
        <>
          {children}
          {stops.length > 0 ? (
            <Callout tone="warning" live>
              {stopWords(stops)}
            </Callout>
          ) : null}
          {problems.length > 0 ? <Problems problems={problems} onLeaveOut={onLeaveOut} /> : null}
        </>
      ) : null}
    </FormDialog>
  );
}

function noteOf(count: number, unchanged: number): string {
  if (count === 0) return "Nothing would change.";
  return unchanged > 0
    ? `${unchanged} ${unchanged === 1 ? "is" : "are"} already so. You can undo this.`
    : "You can undo this.";
}

type ProblemsProps = { problems: readonly BulkProblem[]; onLeaveOut: BulkDialogProps["onLeaveOut"] };

function Problems({ problems, onLeaveOut }: ProblemsProps) {
  const many = problems.length;
  return (
    <section aria-label="Problems" role="alert">
      <p className="mb-1.5">
        {many === 1 ? "One of them prevents the change. " : `${many} of them prevent the change. `}
        {onLeaveOut ? (
          <LinkButton onClick={() => onLeaveOut(problems.map(({ name }) => name))}>
            {many === 1 ? "Leave it out" : "Leave them out"}
          </LinkButton>
        ) : null}
      </p>
      <ul className="max-h-48 overflow-y-auto border-line border-t">
        {problems.map(({ name, message }) => (
          <li key={name} className="border-line border-b py-1.5">
            <b className="font-medium">{name}</b>
            <span className="block text-12 text-fg-muted">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Returns the preview of a bulk change, loaded shortly after the input changes. */
function useBulkPlan(input: BulkInput | null) {
  const workspace = useWorkspace();
  return useRead(runBulk, input && { workspace, ...input, dryRun: true }, { restMs: 150 });
}

/**
 * Runs a bulk change, shows the result and offers an undo. After a refusal the preview is loaded again, because prompts
 * have changed since.
 */
function useBulkAct(words: (count: number) => string, onDone: () => void, onRefused: () => Promise<void>) {
  const workspace = useWorkspace();
  const takeBack = async (acts: readonly BulkInput[]) => {
    for (const act of acts) {
      const undone = await reach(() => runBulk({ workspace, ...act }));
      if (!undone.ok) return undone;
    }
    return { ok: true as const, data: null };
  };
  return useAction({
    run: (input: BulkInput) => runBulk({ workspace, ...input }),
    done: ({ changes, undo }) => ({
      title: words(changes.length),
      undo: undo.length > 0 ? { run: () => takeBack(undo) } : undefined,
    }),
    onDone,
    // The new preview names each prompt that prevents the change.
    onRefused: ({ errors }) => {
      if (errors) void onRefused();
      return errors !== undefined;
    },
    refresh: "done",
  });
}
