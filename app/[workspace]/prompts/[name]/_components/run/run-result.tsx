"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton } from "@/components/ui/text-link";
import { answerOf, type RunState } from "@/lib/editing/run/run-state";
import { Answer } from "./answer";
import type { CaseDraft } from "./keep-case-dialog";

const RequestDialog = lateDialog(() => import("./request-dialog").then((module) => module.RequestDialog));
const KeepCaseDialog = lateDialog(() => import("./keep-case-dialog").then((module) => module.KeepCaseDialog));

type Props = {
  prompt: string;
  state: RunState;
  of?: string;
  /** Whether the values or the content have changed since the run. */
  isOld: boolean;
  /** Returns the run as a test case. Undefined if the person may not add cases. */
  toCase: (() => CaseDraft | null) | undefined;
  onStop: () => void;
  onAgain: () => void;
  onOffline: () => void;
};

/** The result of a run, with buttons to save it as a test case, copy it, and show the request. */
export function RunResult({ prompt, state, of, isOld, toCase, onStop, onAgain, onOffline }: Props) {
  const [keeping, setKeeping] = useState<CaseDraft | null>(null);
  const [isRequestOpen, setRequestOpen] = useState(false);
  if (state.status === "idle") return null;
  return (
    <>
      <Answer
        state={state}
        of={of}
        note={isOld ? "before your last change" : null}
        onStop={onStop}
        onAgain={onAgain}
        onOffline={onOffline}
        actions={
          <>
            {toCase ? (
              <Button size="sm" onClick={() => setKeeping(toCase())}>
                Keep as a test case
              </Button>
            ) : null}
            <CopyButton text={answerOf(state)} label="Copy the answer" />
          </>
        }
      />
      {state.request ? (
        <p className="text-12">
          <LinkButton onClick={() => setRequestOpen(true)}>Show what was sent</LinkButton>
        </p>
      ) : null}
      {isRequestOpen && state.request ? (
        <RequestDialog request={state.request} onClose={() => setRequestOpen(false)} />
      ) : null}
      {keeping ? <KeepCaseDialog prompt={prompt} draft={keeping} onClose={() => setKeeping(null)} /> : null}
    </>
  );
}
