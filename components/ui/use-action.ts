"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { withProof } from "./proof";
import { type ActionFailure, type ActionOutcome, reach } from "./reach";
import { toast } from "./toast";
import type { ToastInput } from "./toast-input";

export type { ActionFailure, ActionOutcome };

type Words = Pick<ToastInput, "title" | "detail" | "seconds">;
/** A way back: an action too. It is said when it did not work; then the page is read again. */
type Undo = { run: () => Promise<ActionOutcome<unknown>>; done?: Words; failed?: string };
type DoneToast = Words & { undo?: Undo | undefined };

export type AfterAction<Input extends unknown[], Data> = {
  /** The toast that says what was done. */
  done?: DoneToast | ((data: Data, ...input: Input) => DoneToast | null);
  /** Reads the page again once it is done, or whatever came out. */
  refresh?: "done" | "always";
};

type Options<Input extends unknown[], Data> = AfterAction<Input, Data> & {
  /** Asks the server. When it wants a proof of identity first, the person is asked and it runs again. */
  run: (...input: Input) => Promise<ActionOutcome<Data>>;
  onDone?: (data: Data, ...input: Input) => unknown;
  /** Shows a failure in its place, such as beside a field; true when it did. */
  onRefused?: (failure: ActionFailure) => boolean;
  /** The title of the toast that shows a failure. Without it, the caller shows `failure`. */
  failed?: string | ((...input: Input) => string);
  /** A failure from before, such as one in the address of the page. */
  first?: ActionFailure;
};

const fail = (title: string, { message }: ActionFailure) => toast({ title, detail: message, tone: "failed" });

/**
 * One action of a page. It runs once at a time. It ends in `onDone` or in a failure, also when the server does not answer,
 * and can be started again after that.
 */
export function useAction<Input extends unknown[], Data>(options: Options<Input, Data>) {
  const { run, done, refresh, onDone, onRefused, failed, first = null } = options;
  const router = useRouter();
  // A transition stays busy until the page that the action leads to is shown.
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
      if (refresh === "always" || (refresh === "done" && outcome.ok)) router.refresh();
      if (outcome.ok) {
        const words = typeof done === "function" ? done(outcome.data, ...input) : done;
        if (words) say(words);
        await onDone?.(outcome.data, ...input);
      } else if (onRefused?.(outcome.error) === true) return;
      else if (failed === undefined) setFailure(outcome.error);
      else fail(typeof failed === "function" ? failed(...input) : failed, outcome.error);
    });
  };
  return { start, isBusy, failure, setFailure };
}
