"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { GateSign, gateTone } from "@/app/[workspace]/_components/gate/gate-sign";
import { useGate } from "@/app/[workspace]/_components/gate/use-gate";
import { promptPath, runPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { latePart } from "@/components/ui/late-part";
import { PartLoading } from "@/components/ui/part-loading";
import { Tag } from "@/components/ui/tag";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { GateResult } from "@/lib/registry/gate/result";
import { shortWords } from "@/lib/registry/gate/words";
import { isMovable, pinWords, type SnippetUpdate } from "@/lib/registry/snippet-updates";

const UseDiff = latePart(() => import("./use-diff").then((module) => module.UseDiff), PartLoading);

type Props = {
  use: SnippetUpdate;
  latestVersion: number;
  canRun: boolean;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
};

/** A prompt that uses the snippet: the included version, where it is live, and the diff of an update. */
export function UseRow({ use, latestVersion, canRun, isChosen, onChoose }: Props) {
  const workspace = useWorkspace();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { name, plan, live } = use;
  const canMove = isMovable(use);
  const diff = plan?.diff ?? null;
  return (
    <li className="border-line border-b">
      <div className="flex min-h-[38px] items-center gap-2.5 px-6 max-md:flex-wrap max-md:gap-y-0.5 max-md:px-4 max-md:py-1.5">
        <Checkbox
          label={<span className="sr-only">Move {name}</span>}
          checked={canMove && isChosen}
          disabled={!canMove}
          onChange={(event) => onChoose(event.target.checked)}
        />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          disabled={!diff}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-6 min-w-0 items-center gap-1.5 text-left font-medium enabled:hover:text-accent"
        >
          <ChevronRight
            className={cn("size-3.5 text-fg-muted transition-transform", isOpen && "rotate-90", !diff && "invisible")}
          />
          <span className="truncate">{name}</span>
        </button>
        <span className="min-w-0 flex-1 truncate text-fg-muted max-md:basis-full max-md:pl-12">
          {pinWords(use, latestVersion)}
          {diff ? `: ${diff.summary}` : ""}
        </span>
        <span className="flex flex-wrap items-center gap-1.5 max-md:pl-12">
          {live.map(({ environment, version, pinned }) => (
            <Tag key={environment} tone={environment === "production" ? "live" : "neutral"}>
              {environment} v{version} with v{pinned}
            </Tag>
          ))}
          {use.gate ? (
            <UseGate canRun={canRun} prompt={name} loadedGate={use.gate} />
          ) : (
            <TextLink
              href={promptPath(workspace, name, { tab: "settings" })}
              className="whitespace-nowrap font-normal text-12 text-fg-muted"
            >
              No gate
            </TextLink>
          )}
        </span>
      </div>
      {plan?.problem ? (
        <p className="px-6 pb-2.5 pl-[68px] text-negative max-md:px-4">
          It cannot use v{latestVersion}: {plan.problem}{" "}
          <TextLink href={promptPath(workspace, name)}>Open {name}</TextLink>
        </p>
      ) : null}
      {isOpen && diff ? (
        <div id={id} className="border-line border-t">
          <UseDiff
            label={`What changes in ${name}`}
            diff={diff}
            head={
              <span>
                Its text with v{latestVersion} of the snippet, as v{plan?.nextVersion}.{" "}
                <TextLink href={promptPath(workspace, name)}>Open {name}</TextLink>
              </span>
            }
          />
        </div>
      ) : null}
    </li>
  );
}

type UseGateProps = { prompt: string; loadedGate: GateResult; canRun: boolean };

/** The gate result of a prompt's newest version, with a button that starts its evaluation. */
function UseGate({ prompt, loadedGate, canRun }: UseGateProps) {
  const workspace = useWorkspace();
  const { environment, version } = loadedGate;
  const gate = useGate({ prompt, environment, version }, loadedGate);
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
