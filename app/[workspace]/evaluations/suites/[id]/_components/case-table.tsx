"use client";

import { Pencil, Trash2 } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Cell, Column, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { expectedText, headline, restOf } from "./case-words";

type Props = {
  cases: readonly CaseView[];
  onEdit: (one: CaseView) => void;
  /** Left out for those who may not. */
  onRemove: ((one: CaseView) => void) | undefined;
};

/** What goes in, what should come out. */
export function CaseTable({ cases, onEdit, onRemove }: Props) {
  return (
    <Table caption="Cases, in the order they were added" className="table-fixed max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          <Column className="w-[42%] pl-6">Values</Column>
          <Column>Expected answer</Column>
          <Column className="w-24 last:pr-6">
            <span className="sr-only">Edit and remove</span>
          </Column>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {cases.map((one) => (
          <CaseRow key={one.key} one={one} onEdit={() => onEdit(one)} onRemove={onRemove && (() => onRemove(one))} />
        ))}
      </tbody>
    </Table>
  );
}

const cell = "h-auto py-2.5 align-top max-md:block max-md:border-0 max-md:p-0";

type RowProps = { one: CaseView; onEdit: () => void; onRemove: (() => void) | undefined };

function CaseRow({ one, onEdit, onRemove }: RowProps) {
  const { variables, placeholders, expected, tags, checks } = one;
  const main = headline(variables);
  const rest = restOf(variables, main?.name);
  const turns = Object.values(placeholders).reduce((sum, list) => sum + list.length, 0);
  const answer = expectedText(expected);
  const title = main?.text || "No values";
  return (
    <Row className="max-md:relative max-md:grid max-md:gap-1.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-3">
      <RowHead className={cn(cell, "pl-6 text-left font-normal")}>
        <button
          type="button"
          onClick={onEdit}
          className="line-clamp-2 w-full text-left font-medium [overflow-wrap:anywhere] hover:underline max-md:min-h-10 max-md:pr-24"
        >
          {title}
        </button>
        <p className="mt-0.5 line-clamp-2 text-12 text-fg-muted [overflow-wrap:anywhere]">
          {rest.map(({ name, text }, index) => (
            <span key={name}>
              {index ? ", " : ""}
              <span className="text-fg-subtle">{name}</span> {text}
            </span>
          ))}
          {turns > 0 ? `${rest.length ? ", " : ""}${turns} earlier ${turns === 1 ? "turn" : "turns"}` : null}
        </p>
        {tags.length > 0 ? (
          <ul aria-label="Tags" className="mt-1.5 flex flex-wrap gap-1">
            {tags.map((tag) => (
              <li key={tag}>
                <Tag>{tag}</Tag>
              </li>
            ))}
          </ul>
        ) : null}
      </RowHead>
      <Cell className={cell}>
        <p className="line-clamp-4 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {answer || <span className="text-fg-subtle">{checks.length > 0 ? "Checks only" : "None given"}</span>}
        </p>
        {checks.length > 0 ? (
          <p className="mt-0.5 text-12 text-fg-muted">
            {checks.length} {checks.length === 1 ? "check" : "checks"}: {checks.map(({ type }) => type).join(", ")}
          </p>
        ) : null}
      </Cell>
      <Cell
        className={cn(
          cell,
          "whitespace-nowrap text-right last:pr-6 max-md:absolute max-md:top-1.5 max-md:right-2 max-md:last:pr-0",
        )}
      >
        {onRemove ? (
          <>
            <IconButton
              label={`Edit the case: ${title}`}
              size="sm"
              icon={<Pencil className="size-3.5" />}
              onClick={onEdit}
            />
            <IconButton
              label={`Remove the case: ${title}`}
              size="sm"
              icon={<Trash2 className="size-3.5" />}
              onClick={onRemove}
            />
          </>
        ) : null}
      </Cell>
    </Row>
  );
}
