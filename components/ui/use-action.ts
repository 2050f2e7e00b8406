"use client";

import { unstable_rethrow as rethrowForNext } from "next/navigation";
import { useState, useTransition } from "react";
import { withProof } from "./proof";

export type ActionFailure = { code: string; message: string; errors?: { pointer: string; message: string }[] };
export type ActionOutcome<Data> = { ok: true; data: Data } | { ok: false; error: ActionFailure };

type Options<Input extends unknown[], Data> = {
  /** Asks the server. When it wants a proof of identity first, the person is asked and it runs again. */
  run: (...input: Input) => Promise<ActionOutcome<Data>>;
  onDone?: (data: Data, ...input: Input) => unknown;
  /** Puts a refusal where it belongs, such as beside a field; true when it did. Otherwise it becomes `failure`. */
  onRefused?: (failure: ActionFailure) => boolean;
};

const unreachable: ActionFailure = {
  code: "unreachable",
  message: "The server did not answer. Nothing is known to have changed. Try again.",
};

/** One act of a page: it runs once at a time, and what went wrong is kept until the next try. */
export function useAction<Input extends unknown[], Data>({ run, onDone, onRefused }: Options<Input, Data>) {
  // A transition: it is busy until the page that the act leads to is there.
  const [isBusy, startTransition] = useTransition();
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const start = (...input: Input): void => {
    if (isBusy) return;
    setFailure(null);
    startTransition(async () => {
      try {
        const outcome = await withProof(() => run(...input));
        if (outcome.ok) await onDone?.(outcome.data, ...input);
        else if (onRefused?.(outcome.error) !== true) setFailure(outcome.error);
      } catch (error) {
        rethrowForNext(error);
        setFailure(unreachable);
      }
    });
  };
  return { start, isBusy, failure, setFailure };
}
