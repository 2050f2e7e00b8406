"use client";

import { Pencil, Plus, Trash2, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Tag } from "@/components/ui/tag";
import { passWords, scorerForm, summaryOf, typesOf } from "@/lib/evaluation/scorers/form-registry";
import { judgeOf } from "@/lib/evaluation/scorers/judge-choice";
import type { ScorerConfig, ScorerType } from "@/lib/evaluation/scorers/schema";
import { type ScorerChange, scorerChange } from "@/lib/evaluation/scorers/scorer-versions";
import { scorerChangeWords } from "@/lib/evaluation/scorers/words";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { ScorerMenu } from "./scorer-menu";
import type { ScorersSetup } from "./setup";

type Props = {
  dimension: Dimension;
  scorers: readonly ScorerConfig[];
  /** The saved scorers. Differences from them are marked. */
  saved: readonly ScorerConfig[];
  setup: ScorersSetup;
  onAdd: (type: ScorerType) => void;
  onEdit: (scorer: ScorerConfig) => void;
  onRemove: (scorer: ScorerConfig) => void;
};

/** The scorers of one dimension. */
export function ScorerSection({ dimension, scorers, saved, setup, onAdd, onEdit, onRemove }: Props) {
  const { name, question, none } = dimensionWords[dimension];
  const { mayWrite } = setup;
  const add = mayWrite ? (
    <ScorerMenu
      label={`Add a scorer of ${name.toLowerCase()}`}
      types={typesOf(dimension)}
      trigger={
        <Button size="sm" icon={<Plus />} aria-label={`Add a scorer of ${name.toLowerCase()}`}>
          Add
        </Button>
      }
      onAdd={onAdd}
    />
  ) : null;
  return (
    <section aria-labelledby={`scorers-${dimension}`} className="mt-7">
      <div className="flex items-end justify-between gap-4 border-line border-b pb-2">
        <div>
          <h2 id={`scorers-${dimension}`} className="text-14">
            {name}
          </h2>
          <p className="text-12 text-fg-muted">{question}</p>
        </div>
        {add}
      </div>
      {scorers.length === 0 ? <p className="py-3 text-fg-subtle">{none}</p> : null}
      <ul>
        {scorers.map((scorer) => (
          <ScorerRow
            key={scorer.id}
            scorer={scorer}
            change={scorerChange(scorer, saved)}
            setup={setup}
            onEdit={() => onEdit(scorer)}
            onRemove={() => onRemove(scorer)}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = {
  scorer: ScorerConfig;
  /** The effect of saving. Null: none. */
  change: ScorerChange | null;
  setup: Pick<ScorersSetup, "mayWrite" | "models" | "modelUnderTest">;
  onEdit: () => void;
  onRemove: () => void;
};

/** A scorer in a list: what it measures, when it passes, and its judge. */
export function ScorerRow({ scorer, change, setup, onEdit, onRemove }: RowProps) {
  const { name, type, version } = scorer;
  const { mayWrite, models, modelUnderTest } = setup;
  const judge = type === "judge" && models.length > 0 ? judgeOf(scorer, models, modelUnderTest) : null;
  return (
    <li className="flex items-start gap-3 border-line border-b py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {mayWrite ? (
            <button type="button" onClick={onEdit} className="text-left font-medium hover:underline max-md:min-h-10">
              {name}
            </button>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          <Tag>{scorerForm(type).label}</Tag>
          {change ? (
            <Tag tone="accent">{scorerChangeWords(change)}</Tag>
          ) : (
            <span className="text-12 text-fg-subtle">v{version}</span>
          )}
        </div>
        <p className="mt-0.5 text-12 text-fg-muted [overflow-wrap:anywhere]">
          {summaryOf(scorer)} · {passWords(scorer)}
          {judge ? ` · ${scorer.type === "judge" && scorer.model ? "" : "now "}${judge.model.name}` : ""}
        </p>
        {judge?.warning ? (
          <p className="mt-1 flex gap-1.5 text-12 text-warning">
            <TriangleAlert className="mt-px size-3.5 shrink-0" />
            <span>{judge.warning}</span>
          </p>
        ) : null}
      </div>
      {mayWrite ? (
        <div className="flex shrink-0">
          <IconButton label={`Edit ${name}`} size="sm" icon={<Pencil className="size-3.5" />} onClick={onEdit} />
          <IconButton label={`Remove ${name}`} size="sm" icon={<Trash2 className="size-3.5" />} onClick={onRemove} />
        </div>
      ) : null}
    </li>
  );
}
