"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { pluralize } from "@/lib/core/words";
import type { PulledDataset } from "@/lib/registry/pull/define-source";
import { sendImport } from "../../_components/send-import";
import { useWorkspace } from "../../_components/use-workspace";
import { makeSuite } from "../../evaluations/actions";

/** The datasets of the other tool. Each can be imported as a suite. */
export function DatasetList({ datasets }: { datasets: readonly PulledDataset[] }) {
  if (datasets.length === 0) return null;
  return (
    <section aria-labelledby="datasets" className="border-line border-t px-6 py-4 max-md:px-4">
      <h3 id="datasets" className="text-14">
        Datasets
      </h3>
      <ul>
        {datasets.map((dataset) => (
          <Dataset key={dataset.name} dataset={dataset} />
        ))}
      </ul>
    </section>
  );
}

function Dataset({ dataset }: { dataset: PulledDataset }) {
  const workspace = useWorkspace();
  const [suiteId, setSuiteId] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const { start, isBusy, failure } = useAction({
    run: async () => {
      // After a failure, a suite that already exists is filled, not created again.
      const made = suiteId ? null : await reach(() => makeSuite({ workspace, name: dataset.name.slice(0, 100) }));
      if (made && !made.ok) return made;
      const id = suiteId ?? made?.data.id ?? "";
      setSuiteId(id);
      return sendImport(workspace, "cases", { id, format: "jsonl", text: dataset.text });
    },
    onDone: ({ added, columnsLeft }) => {
      const left = columnsLeft.map(({ column }) => column).join(", ");
      setDone(`${pluralize(added, "case")} imported.${left ? ` Not imported: ${left}.` : ""}`);
    },
  });
  const words = failure?.message ?? done;
  return (
    <li className="flex min-h-[38px] flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="font-medium">{dataset.name}</span>
      <span className="text-fg-muted">{pluralize(dataset.rows, "row")}</span>
      {words ? <span role="status">{words}</span> : null}
      {words && suiteId ? (
        <TextLink href={`/${workspace}/evaluations/suites/${suiteId}`}>Open the suite</TextLink>
      ) : null}
      {done ? null : (
        <Button size="sm" busy={isBusy && "Importing"} onClick={() => start()}>
          {suiteId ? "Try again" : "Create a suite"}
        </Button>
      )}
    </li>
  );
}
