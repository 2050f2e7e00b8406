"use client";

import { GateSign, gateTone } from "@/app/[workspace]/_components/gate/gate-sign";
import { useGate } from "@/app/[workspace]/_components/gate/use-gate";
import { runPath } from "@/app/[workspace]/_components/paths";
import { cn } from "@/components/ui/cn";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { GateResult } from "@/lib/registry/gate/result";
import { shortWords } from "@/lib/registry/gate/words";

type Props = { workspace: string; prompt: string; loadedGate: GateResult; canRun: boolean };

/** The gate result of a prompt's newest version, with a button that starts its evaluation. */
export function UseGate({ workspace, prompt, loadedGate, canRun }: Props) {
  const { environment, version } = loadedGate;
  const gate = useGate({ workspace, prompt, environment, version }, loadedGate);
  const result = gate.verdict ?? loadedGate;
  const { state, run } = result;
  const words = `v${version}: ${shortWords(result).toLowerCase()}`;
  return (
    <span className={cn("flex items-center gap-1.5 whitespace-nowrap text-12", gateTone(state))} role="status">
      <GateSign state={state} className="size-3" />
      {run ? (
        <TextLink href={runPath(workspace, run.id)} className="font-normal text-inherit">
          {words}
        </TextLink>
      ) : (
        words
      )}
      {canRun && (state === "missing" || state === "inconclusive") ? (
        <LinkButton
          aria-label={`Evaluate v${version} of ${prompt}`}
          disabled={gate.isStarting}
          title={gate.failure ?? undefined}
          onClick={() => void gate.run()}
        >
          {gate.isStarting ? "Starting" : gate.failure ? "Try again" : "Evaluate"}
        </LinkButton>
      ) : null}
    </span>
  );
}
