"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { StatusGlyph } from "@/components/ui/status";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { approvalsWords, stageWords } from "@/lib/registry/environment-words";
import { statusInStage } from "@/lib/registry/lifecycle";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { Section } from "../../_components/section";

const EnvironmentDialog = lateDialog(() => import("./environment-dialog").then((module) => module.EnvironmentDialog));
const NewEnvironmentDialog = lateDialog(() =>
  import("./new-environment-dialog").then((module) => module.NewEnvironmentDialog),
);

type Props = { environments: readonly EnvironmentView[]; canChange: boolean };

/** The environments: who may release to each, and the required approvals. */
export function EnvironmentsSection({ environments, canChange }: Props) {
  const [selected, setSelected] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const changed = environments.find(({ id }) => id === selected);
  return (
    <Section
      title="Environments"
      help="In the order of promotion. Each environment has one live version of a prompt and its own keys."
      action={
        canChange ? (
          <Button icon={<Plus />} onClick={() => setAdding(true)}>
            Add environment
          </Button>
        ) : null
      }
    >
      <Table
        caption="Environments in order, with who releases there"
        stacks
        columns={[
          { name: "Environment", className: "w-40" },
          "What it is for",
          { name: "Who releases there", className: "w-56" },
          { name: "Before a release", className: "w-44" },
          canChange && { name: "Change", className: "w-16", isSilent: true },
        ]}
      >
        {environments.map(({ id, name, formerNames, stage, isProtected, requiredApprovals }) => (
          <Row key={id} className="max-md:grid max-md:gap-y-1 max-md:py-2">
            <RowHead>
              <span className="flex items-center gap-2 [overflow-wrap:anywhere]">
                <StatusGlyph status={statusInStage(stage)} />
                {name}
              </span>
              {formerNames.length > 0 ? (
                <span className="block pl-6 font-normal text-12 text-fg-muted [overflow-wrap:anywhere]">
                  also {formerNames.join(", ")}
                </span>
              ) : null}
            </RowHead>
            <Cell className="text-fg-muted md:py-2">{stageWords[stage]}</Cell>
            <Cell className="md:py-2">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                {isProtected ? <Tag>Protected</Tag> : null}
                <span className="text-fg-muted">{isProtected ? "Publishers and above" : "Editors and above"}</span>
              </span>
            </Cell>
            <Cell className={`md:py-2 ${requiredApprovals === 0 ? "text-fg-muted" : ""}`}>
              {approvalsWords(requiredApprovals)}
            </Cell>
            {canChange ? (
              <Cell>
                <Button size="sm" variant="quiet" aria-label={`Change ${name}`} onClick={() => setSelected(id)}>
                  Change
                </Button>
              </Cell>
            ) : null}
          </Row>
        ))}
      </Table>
      {changed ? <EnvironmentDialog environment={changed} onClose={() => setSelected(null)} /> : null}
      {isAdding ? <NewEnvironmentDialog onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
