"use client";

import { Trash2 } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Tag } from "@/components/ui/tag";
import { expectedText, restOf } from "@/lib/editing/cases/case-text";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { caseTitle } from "@/lib/registry/gate/case-title";

type Props = {
  cases: readonly CaseView[];
  /** The names of the variables, in the order of the grid's columns. */
  order: readonly string[];
  onOpen: (one: CaseView) => void;
  /** Undefined if the person lacks permission. */
  onRemove: ((one: CaseView) => void) | undefined;
};

/** The cases as cards, if there is no space for the grid. */
export function CaseCards({ cases, order, onOpen, onRemove }: Props) {
  return (
    <ul aria-label="Cases, in the order they were added" className="border-line border-t md:hidden">
      {cases.map((one) => (
        <CaseCard
          key={one.key}
          one={one}
          order={order}
          onOpen={() => onOpen(one)}
          onRemove={onRemove && (() => onRemove(one))}
        />
      ))}
    </ul>
  );
}

function CaseCard({
  one,
  order,
  onOpen,
  onRemove,
}: {
  one: CaseView;
  order: readonly string[];
  onOpen: () => void;
  onRemove: (() => void) | undefined;
}) {
  const { variables, placeholders, expected, tags, checks } = one;
  const title = caseTitle(one);
  const rest = restOf(variables, title, order);
  const turns = Object.values(placeholders).reduce((sum, list) => sum + list.length, 0);
  const values = [
    ...rest.map(({ name, text }) => `${name}: ${text}`),
    ...(turns > 0 ? [`${turns} earlier ${turns === 1 ? "turn" : "turns"}`] : []),
  ];
  const answer = expectedText(expected, 0);
  return (
    <li className="relative grid gap-1 border-line border-b px-4 py-3">
      <button
        type="button"
        onClick={onOpen}
        className="line-clamp-2 min-h-6 pr-9 text-left font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-['']"
      >
        {title}
      </button>
      {values.length > 0 ? (
        <p className="line-clamp-2 text-12 text-fg-muted [overflow-wrap:anywhere]">{values.join(" · ")}</p>
      ) : null}
      {answer ? (
        <p
          className={cn(
            "line-clamp-3 whitespace-pre-wrap [overflow-wrap:anywhere]",
            typeof expected !== "string" && "font-mono text-12",
          )}
        >
          {answer}
        </p>
      ) : null}
      {tags.length > 0 || checks.length > 0 ? (
        <p className="flex flex-wrap items-center gap-1 text-12 text-fg-muted">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {checks.length > 0 ? `${checks.length} ${checks.length === 1 ? "check" : "checks"}` : null}
        </p>
      ) : null}
      {onRemove ? (
        <IconButton
          label={`Remove the case: ${title}`}
          icon={<Trash2 className="size-3.5" />}
          onClick={onRemove}
          className="absolute top-1 right-1.5"
        />
      ) : null}
    </li>
  );
}
