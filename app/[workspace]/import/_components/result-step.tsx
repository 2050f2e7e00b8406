"use client";

import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { pluralize } from "@/lib/core/words";
import type { ImportResult } from "@/lib/registry/commands/import-prompts";
import { versionWords } from "@/lib/registry/transfer/plan-words";
import { promptPath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { DatasetList } from "./dataset-list";
import { StepHeading } from "./step-heading";
import type { useImport } from "./use-import";

type Props = { result: ImportResult; steps: ReturnType<typeof useImport> };

/**
 * Shows what was imported, with links to the prompts and to promoting the versions that were live in the other tool.
 */
export function ResultStep({ result, steps }: Props) {
  const workspace = useWorkspace();
  const { items, created, updated, unchanged } = result;
  const parts = [
    created > 0 && `${pluralize(created, "prompt")} created`,
    updated > 0 && `${pluralize(updated, "prompt")} with a new version`,
    unchanged > 0 && `${unchanged} unchanged`,
  ].filter(Boolean);
  const made = items.filter(({ action }) => action !== "unchanged");
  return (
    <div className="px-6 pt-5 pb-12 max-md:px-4">
      <StepHeading>{parts.join(", ")}</StepHeading>
      <p className="mt-1 mb-4 max-w-[62ch] text-fg-muted">
        Nothing is live yet. Promote each prompt after you have read it.
      </p>
      <ul aria-label="Imported prompts" className="mb-5 border-line border-t">
        {made.map(({ name, action, versions, proposals }) => (
          <li
            key={name}
            className="flex min-h-[38px] flex-wrap items-center gap-x-2.5 gap-y-1 border-line border-b py-1.5"
          >
            <TextLink href={promptPath(workspace, name)}>{name}</TextLink>
            {action === "create" ? <Tag tone="accent">New</Tag> : <Tag tone="warning">New version</Tag>}
            <span className="text-fg-muted">{versionWords(versions)}</span>
            {proposals.length > 0 ? (
              <span className="ml-auto text-fg-muted max-md:ml-0">
                {proposals.map(({ label, version }) => `v${version} was “${label}”`).join(", ")}.{" "}
                <TextLink href={promptPath(workspace, name, { tab: "history" })}>Promote</TextLink>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="mb-5 flex flex-wrap gap-2">
        {steps.parts.length > 0 ? (
          <Button variant="primary" onClick={() => void steps.next()}>
            Show the next part ({steps.parts.length} to follow)
          </Button>
        ) : null}
        <Button variant={steps.parts.length > 0 ? "default" : "primary"} href={`/${workspace}/prompts`}>
          See the prompts
        </Button>
        <Button variant="quiet" onClick={steps.reset}>
          Import more
        </Button>
      </div>
      {steps.pulled ? (
        <div className="-mx-6 max-md:-mx-4">
          <DatasetList datasets={steps.pulled.datasets} />
        </div>
      ) : null}
    </div>
  );
}
