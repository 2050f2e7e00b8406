"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ScorerMenu } from "@/app/[workspace]/evaluations/suites/[id]/scorers/_components/scorer-menu";
import { ScorerRow } from "@/app/[workspace]/evaluations/suites/[id]/scorers/_components/scorer-section";
import { loadLiveScorers } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Select } from "@/components/ui/select";
import { useAction } from "@/components/ui/use-action";
import { pluralize } from "@/lib/core/words";
import type { GateSuite } from "@/lib/evaluation/gate/queries";
import type { ModelOption } from "@/lib/evaluation/models/types";
import { liveTypes, scorerForm } from "@/lib/evaluation/scorers/form-registry";
import { newScorer } from "@/lib/evaluation/scorers/new-scorer";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { scorerChange } from "@/lib/evaluation/scorers/scorer-versions";
import type { ModelRef } from "@/lib/template/content";

const ScorerDialog = lateDialog(() =>
  import("@/app/[workspace]/evaluations/suites/[id]/scorers/_components/scorer-dialog").then(
    (module) => module.ScorerDialog,
  ),
);

type Props = {
  scorers: readonly ScorerConfig[];
  /** The saved scorers. Differences from them are marked. */
  saved: readonly ScorerConfig[];
  suites: readonly GateSuite[];
  models: readonly ModelOption[];
  modelUnderTest: ModelRef | null;
  onChange: (scorers: ScorerConfig[]) => void;
};

/** The scorers of live answers. They can be copied from suites if they need no expected answer. */
export function ScorerLines({ scorers, saved, suites, models, modelUnderTest, onChange }: Props) {
  const workspace = useWorkspace();
  const [editing, setEditing] = useState<{ scorer: ScorerConfig; isNew: boolean } | null>(null);
  const put = (next: ScorerConfig) => {
    const isKnown = scorers.some(({ id }) => id === next.id);
    onChange(isKnown ? scorers.map((one) => (one.id === next.id ? next : one)) : [...scorers, next]);
    setEditing(null);
  };
  const newOf = (all: readonly ScorerConfig[]) => all.filter(({ id }) => !scorers.some((one) => one.id === id));
  const take = useAction({
    run: (suite: GateSuite) => loadLiveScorers({ workspace, suiteId: suite.id }),
    onDone: (loaded) => onChange([...scorers, ...newOf(loaded)]),
    done: (loaded, { name }) => {
      const count = newOf(loaded).length;
      return count === 0
        ? {
            title: `Nothing new in ${name}.`,
            detail: "Scorers that need an expected answer cannot score live answers.",
          }
        : { title: `${pluralize(count, "scorer")} of ${name} added.`, detail: "Save to apply the change." };
    },
    failed: "The scorers could not be loaded.",
  });
  return (
    <div>
      {scorers.length === 0 ? (
        <p className="border-line border-b pb-2.5 text-fg-muted">
          No scorer reads the texts. Reported data still counts: finished tasks, thumbs, times and cost.
        </p>
      ) : (
        <ul>
          {scorers.map((scorer) => (
            <ScorerRow
              key={scorer.id}
              scorer={scorer}
              change={scorerChange(scorer, saved)}
              setup={{ mayWrite: true, models, modelUnderTest }}
              onEdit={() => setEditing({ scorer, isNew: false })}
              onRemove={() => onChange(scorers.filter(({ id }) => id !== scorer.id))}
            />
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <ScorerMenu
          label="Add a scorer"
          types={liveTypes()}
          trigger={
            <Button size="sm" icon={<Plus />} off={scorers.length < 20 ? null : "At most 20 scorers."}>
              Add a scorer
            </Button>
          }
          onAdd={(type) =>
            setTimeout(() => setEditing({ scorer: newScorer(type, scorerForm(type).dimensions[0]), isNew: true }))
          }
        />
        {suites.length > 0 ? (
          <Select
            size="sm"
            className="w-64 max-md:w-full"
            aria-label="Use the scorers of a suite"
            aria-busy={take.isBusy || undefined}
            value=""
            options={[
              { value: "", label: take.isBusy ? "Loading" : "Use the scorers of a suite" },
              ...suites.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => {
              const suite = suites.find(({ id }) => id === event.target.value);
              if (suite) take.start(suite);
            }}
          />
        ) : null}
      </div>
      {editing ? (
        <ScorerDialog
          setup={{ suiteId: null, cases: [], models, modelUnderTest }}
          scorer={editing.scorer}
          isNew={editing.isNew}
          taken={scorers.map(({ id }) => id)}
          onClose={() => setEditing(null)}
          onDone={put}
        />
      ) : null}
    </div>
  );
}
