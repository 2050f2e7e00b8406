"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { withProof } from "./proof";
import { type ActionFailure, type ActionOutcome, reach } from "./reach";
import { thenAlways } from "./then-always";
import { toast } from "./toast";
import type { ToastInput } from "./toast-input";

export type { ActionFailure, ActionOutcome };

type Words = Pick<ToastInput, "title" | "detail" | "seconds">;
/** An undo, which is also an action. Its failure is reported; then the page is refreshed. */
type Undo = { run: () => Promise<ActionOutcome<unknown>>; done?: Words; failed?: string };
type DoneToast = Words & { undo?: Undo | undefined };

export type AfterAction<Input extends unknown[], Data> = {
  /** The toast on success. */
  done?: DoneToast | ((data: Data, ...input: Input) => DoneToast | null);
  /** Refreshes the page on success, or always. */
  refresh?: "done" | "always";
};

type Options<Input extends unknown[], Data> = AfterAction<Input, Data> & {
  /** Calls the server. If a proof of identity is needed, asks the person and calls again. */
  run: (...input: Input) => Promise<ActionOutcome<Data>>;
  onDone?: (data: Data, ...input: Input) => unknown;
  /** Shows a failure in its place, such as at a field. Returns true if it did. */
  onRefused?: (failure: ActionFailure) => boolean;
  /** The title of the toast for a failure. Without it, the caller shows `failure`. */
  failed?: string | ((...input: Input) => string);
  /** An initial failure, such as one in the URL of the page. */
  first?: ActionFailure;
};

const fail = (title: string, { message }: ActionFailure) => toast({ title, detail: message, tone: "failed" });

/**
 * One action of a page. Only one call runs at a time. It ends with `onDone` or a failure, also if the server does not
 * respond, and can then be called again.
 */
export function useAction<Input extends unknown[], Data>(options: Options<Input, Data>) {
  const { run, done, refresh, onDone, onRefused, failed, first = null } = options;
  const router = useRouter();
  // A transition stays pending until the page to which the action leads is shown.
  const [isBusy, startTransition] = useTransition();
  const [failure, setFailure] = useState<ActionFailure | null>(first);
  const takeBack = async (undo: Undo) => {
    const outcome = await withProof(() => reach(undo.run));
    if (!outcome.ok) fail(undo.failed ?? "It was not undone.", outcome.error);
    else if (undo.done) toast(undo.done);
    router.refresh();
  };
  const say = ({ undo, ...words }: DoneToast) => toast({ ...words, ...(undo && { undo: () => takeBack(undo) }) });
  const start = (...input: Input): void => {
    if (isBusy) return;
    setFailure(null);
    startTransition(async () => {
      const outcome = await withProof(() => reach(() => run(...input)));
      // The address may change in `onDone`. Next drops a refresh that was asked for before such a change.
      const refreshNow = () => {
        if (refresh === "always" || (refresh === "done" && outcome.ok)) router.refresh();
      };
      if (outcome.ok) {
        const words = typeof done === "function" ? done(outcome.data, ...input) : done;
        if (words) say(words);
        return thenAlways(() => onDone?.(outcome.data, ...input), refreshNow);
      }
      refreshNow();
      if (onRefused?.(outcome.error) === true) return;
      if (failed === undefined) setFailure(outcome.error);
      else fail(typeof failed === "function" ? failed(...input) : failed, outcome.error);
    });
  };
  return { start, isBusy, failure, setFailure };
}
