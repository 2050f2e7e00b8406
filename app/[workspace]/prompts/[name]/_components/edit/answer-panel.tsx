"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Menu } from "@/components/ui/menu";
import { LinkButton } from "@/components/ui/text-link";
import { offlineModel } from "@/lib/evaluation/models/types";
import type { ModelRef } from "@/lib/template/content";
import { RunResult } from "../run/run-result";
import { useEdit } from "./edit-context";
import type { Blocked } from "./use-draft-run";

/** The choice of a model for the run, and the answer. Shown below the messages. */
export function AnswerPanel() {
  const { running, setup, sampling, analysis, models } = useEdit();
  const { state, blocked, isOld } = running;
  if (!setup.canRun) return null;
  const own = analysis.content.model;
  const chosen = sampling.model ?? setup.standIn;
  const nameOf = (model: ModelRef | undefined) =>
    model ? (model.provider === offlineModel.provider ? "the offline model" : model.name) : "no model yet";
  return (
    <div className="mt-4 grid gap-2.5">
      <div className="flex items-center justify-between gap-2 text-12 text-fg-muted">
        <span>Runs with these samples on</span>
        <Menu
          label="Model for the run"
          items={[
            {
              label: `This prompt's model: ${nameOf(own)}`,
              checked: chosen === null,
              hint: setup.standIn ? "not connected" : undefined,
              onSelect: () => sampling.setModel(null),
            },
            "line",
            ...models.map((model) => ({
              label: model.isOffline ? model.label : model.name,
              hint: model.isOffline ? undefined : model.isConnected ? model.provider : "not connected",
              checked: chosen?.provider === model.provider && chosen.name === model.name,
              onSelect: () => sampling.setModel({ provider: model.provider, name: model.name }),
            })),
          ]}
          trigger={
            <Button size="sm" iconEnd={<ChevronDown className="size-3.5" />} className="min-w-0">
              <span className="max-w-44 truncate">{nameOf(chosen ?? own)}</span>
            </Button>
          }
        />
      </div>
      {blocked ? <BlockedNote blocked={blocked} /> : null}
      <RunResult
        prompt={setup.prompt.name}
        state={state}
        isOld={isOld}
        toCase={setup.canKeepSamples ? running.caseDraft : undefined}
        onStop={running.stop}
        onAgain={() => running.start()}
        onOffline={() => running.runOn({ ...offlineModel })}
      />
    </div>
  );
}

function BlockedNote({ blocked }: { blocked: Blocked }) {
  const { running, showVariables } = useEdit();
  if (blocked.kind === "samples") {
    const [first = ""] = blocked.names;
    const names = blocked.names.join(", ");
    return (
      <Callout
        live
        tone="warning"
        action={
          <LinkButton onClick={() => showVariables(first)}>
            {blocked.names.length === 1 ? "Add it" : "Add them"}
          </LinkButton>
        }
      >
        {blocked.names.length === 1 ? `${names} needs a sample` : `These need samples: ${names}`} before anything is
        sent.
      </Callout>
    );
  }
  return (
    <Callout
      live
      tone="warning"
      action={
        blocked.kind === "model" ? (
          <LinkButton onClick={() => running.setView("model")}>Choose a model</LinkButton>
        ) : null
      }
    >
      {blocked.message} {blocked.kind === "fault" ? "Fix it, then run." : null}
    </Callout>
  );
}
