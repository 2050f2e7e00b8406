"use client";

import { usePages } from "@/app/[workspace]/_components/load-more";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { type SuiteFilters, suiteParsers } from "../../_components/filters";
import { loadMoreSuites } from "../../actions";
import { NewSuite } from "./new-suite";

type Props = {
  filters: SuiteFilters;
  first: Page<SuiteView>;
  canWrite: boolean;
  onlyPrompt: string | null;
};

export function SuiteList({ filters, first, canWrite, onlyPrompt }: Props) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreSuites({ workspace, ...filters, cursor }),
  });
  if (items.length === 0) return <Nothing filters={filters} canWrite={canWrite} onlyPrompt={onlyPrompt} />;
  return (
    <>
      <Table
        caption="Test suites, by name"
        stacks
        columns={[
          { name: "Suite", className: "pl-6" },
          "Prompt",
          { name: "Cases", end: true },
          { name: "Revision", end: true },
          { name: "Changed", className: "pl-6 last:pr-6" },
        ]}
      >
        {items.map((suite) => (
          <SuiteRow key={suite.id} suite={suite} />
        ))}
      </Table>
      {rest}
    </>
  );
}

function SuiteRow({ suite }: { suite: SuiteView }) {
  const workspace = useWorkspace();
  const { id, name, description, prompt, cases, revision, updatedAt } = suite;
  return (
    <Row className="max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-2.5 max-md:px-4 max-md:py-2.5">
      <RowHead className="max-w-0 text-left font-normal md:py-1.5 md:pl-6 max-md:w-full max-md:max-w-none md:w-[45%]">
        <TextLink
          href={`/${workspace}/evaluations/suites/${id}`}
          className="inline-block max-w-full truncate align-top text-fg hover:text-fg max-md:py-1.5 max-md:text-14"
        >
          {name}
        </TextLink>
        {description ? <span className="block truncate text-12 text-fg-muted">{description}</span> : null}
      </RowHead>
      <Cell>
        {prompt ? (
          <TextLink href={promptPath(workspace, prompt)} className="max-md:inline-block max-md:py-1.5">
            {prompt}
          </TextLink>
        ) : (
          <span className="text-fg-subtle">any</span>
        )}
      </Cell>
      <Cell end>
        {cases.toLocaleString("en-US")}
        <span className="md:sr-only"> {cases === 1 ? "case" : "cases"}</span>
      </Cell>
      <Cell end className="max-md:hidden">
        {revision}
      </Cell>
      <Cell className="whitespace-nowrap text-fg-muted last:pr-6 md:pl-6 max-md:ml-auto max-md:last:pr-0">
        <RelativeTime at={updatedAt} />
      </Cell>
    </Row>
  );
}

function Nothing({ filters, canWrite, onlyPrompt }: Omit<Props, "first">) {
  if (!isAnySet(suiteParsers, filters))
    return (
      <EmptyState
        title="No suite yet"
        action={canWrite ? <NewSuite onlyPrompt={onlyPrompt} variant="default" /> : null}
      >
        A suite contains cases: values for a prompt and the correct answer. Keep a case from the playground, or write
        one here.
      </EmptyState>
    );
  return <NoMatch title="No suite matches" params={suiteParsers} />;
}
