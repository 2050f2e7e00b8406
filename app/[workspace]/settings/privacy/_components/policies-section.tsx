"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { dayWords, keptDays, type Retention, replacedWords, shareWords } from "@/lib/telemetry/content-policy-words";
import type { ContentPolicyView } from "@/lib/telemetry/queries/content-policies";
import { Section } from "../../_components/section";

const PolicyDialog = lateDialog(() => import("./policy-dialog").then((module) => module.PolicyDialog));

type Props = {
  policies: readonly ContentPolicyView[];
  retention: Retention;
  canChange: boolean;
};

/** Which contents each environment stores, what is replaced in them, and the retention. */
export function PoliciesSection({ policies, retention, canChange }: Props) {
  const [selected, setSelected] = useState<string | null>(null);
  const changing = policies.find(({ environment }) => environment === selected);
  return (
    <Section
      title="Contents"
      help="Which input, output and comments are stored. The rules apply before anything is stored."
    >
      <Table
        caption="Environments and the contents they store"
        stacks
        columns={[
          { name: "Environment", className: "w-40" },
          { name: "Contents", className: "w-32" },
          "Replaced in them",
          { name: "Contents kept for", className: "w-36" },
          { name: "Requests kept for", className: "w-36" },
          canChange && { name: "Change", className: "w-20", isSilent: true },
        ]}
      >
        {policies.map((policy) => {
          const { environment, contentShare, rules, fields } = policy;
          const days = keptDays(policy, retention);
          const names = [...rules.map(({ name }) => name), ...fields].join(", ");
          return (
            <Row key={environment} className="max-md:grid max-md:gap-y-1 max-md:py-2">
              <RowHead>{environment}</RowHead>
              <Cell>
                <span className="text-fg-muted md:hidden">Contents: </span>
                {shareWords(contentShare)}
              </Cell>
              <Cell className="text-fg-muted">
                <span className="md:hidden">Replaced: </span>
                <span title={names || undefined}>{replacedWords(policy)}</span>
              </Cell>
              <Cell className="text-fg-muted">
                <span className="md:hidden">Contents kept for </span>
                {contentShare === 0 ? "–" : dayWords(days.contents)}
              </Cell>
              <Cell className="text-fg-muted">
                <span className="md:hidden">Requests kept for </span>
                {dayWords(days.events)}
              </Cell>
              {canChange ? (
                <Cell>
                  <Button
                    size="sm"
                    variant="quiet"
                    className="max-md:-ml-2.5"
                    aria-label={`Change ${environment}`}
                    onClick={() => setSelected(environment)}
                  >
                    Change
                  </Button>
                </Cell>
              ) : null}
            </Row>
          );
        })}
      </Table>
      {canChange ? null : <p className="mt-3 text-fg-muted">Admins and owners change this.</p>}
      {changing ? (
        <PolicyDialog
          key={changing.environment}
          policy={changing}
          retention={retention}
          onClose={() => setSelected(null)}
        />
      ) : null}
    </Section>
  );
}
