"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { DiffViewer } from "@/components/diff/diff-viewer";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { pluralize } from "@/lib/core/words";
import { toSections } from "@/lib/registry/diff-sections";
import type { ImportNote } from "@/lib/registry/transfer/format";
import type { ImportPlanItem } from "@/lib/registry/transfer/plan-items";
import { planWords } from "@/lib/registry/transfer/plan-words";
import { promptPath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import type { FormatView } from "./format-views";
import { Losses } from "./losses";

type Props = {
  item: ImportPlanItem;
  formats: readonly FormatView[];
  environments: readonly string[];
  isTaken: boolean;
  onToggle: (isTaken: boolean) => void;
};

const actions = {
  create: <Tag tone="accent">New</Tag>,
  update: <Tag tone="warning">New version</Tag>,
  unchanged: <Tag>No change</Tag>,
  refused: <Tag tone="negative">Cannot be imported</Tag>,
} as const;

const placeOf = ({ pointer, line, column }: ImportNote) =>
  [pointer && pointer, line !== undefined && `line ${line}, column ${column}`].filter(Boolean).join(", ");

function Notes({ title, notes, tone }: { title: string; notes: readonly ImportNote[]; tone: string }) {
  if (notes.length === 0) return null;
  return (
    <section aria-label={title} className="px-6 py-2.5 max-md:px-4">
      <h3 className={cn("mb-1 text-12", tone)}>{title}</h3>
      <ul className="grid gap-1">
        {notes.map((note) => (
          <li key={`${note.pointer} ${note.line} ${note.column} ${note.message}`} className="max-w-[90ch]">
            {note.message} {placeOf(note) ? <span className="text-12 text-fg-muted">({placeOf(note)})</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One prompt of the plan. Opening the row shows the details. */
export function PlanRow({ item, formats, environments, isTaken, onToggle }: Props) {
  const workspace = useWorkspace();
  const id = useId();
  const { name, source, format, file, action, diff, problems, warnings, proposals, losses, lossCount } = item;
  const [isOpen, setOpen] = useState(action === "refused");
  const isChange = action === "create" || action === "update";
  const hasMore = diff !== null || problems.length + warnings.length + proposals.length + losses.length > 0;
  return (
    <li className="border-line border-b">
      <div className="flex min-h-[38px] items-center gap-2.5 px-6 max-md:flex-wrap max-md:gap-y-0 max-md:px-4 max-md:py-1.5">
        <Checkbox
          label={<span className="sr-only">Import {name}</span>}
          checked={isTaken && isChange}
          disabled={!isChange}
          onChange={(event) => onToggle(event.target.checked)}
        />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          disabled={!hasMore}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-6 min-w-0 items-center gap-1.5 text-left font-medium enabled:hover:text-accent"
        >
          <ChevronRight
            className={cn(
              "size-3.5 text-fg-muted transition-transform",
              isOpen && "rotate-90",
              !hasMore && "invisible",
            )}
          />
          <span className="truncate">{name}</span>
        </button>
        {actions[action]}
        <span className="min-w-0 flex-1 truncate text-fg-muted max-md:basis-full max-md:pl-12">{planWords(item)}</span>
        {lossCount > 0 ? (
          <span className="text-12 text-warning max-md:pl-12">{pluralize(lossCount, "field")} not imported</span>
        ) : null}
        {warnings.length > 0 ? (
          <span className="text-12 text-warning max-md:pl-12">{pluralize(warnings.length, "note")}</span>
        ) : null}
      </div>
      {isOpen && hasMore ? (
        <div id={id} className="border-line border-t bg-surface-sunken">
          <p className="px-6 pt-2.5 text-12 text-fg-muted max-md:px-4">
            {[formats.find((each) => each.format === format)?.label, file].filter(Boolean).join(", ")}
            {source === name ? null : <>, there called “{source}”</>}
            {action === "update" ? (
              <>
                . <TextLink href={promptPath(workspace, name)}>Open {name}</TextLink>
              </>
            ) : null}
          </p>
          <Notes title="Why it cannot be imported" notes={problems} tone="text-negative" />
          <Notes title="Notes" notes={warnings} tone="text-warning" />
          <Losses title="Not imported" losses={losses} count={lossCount} />
          {proposals.length > 0 ? (
            <p className="px-6 py-2.5 max-md:px-4">
              In the file, {proposals.map(({ label, version }) => `v${version} has the label “${label}”`).join(", ")}.
              An import deploys nothing. Promote the version from its history
              {proposals.some(({ label }) => environments.includes(label)) ? "" : ", in the environment you choose"}.
            </p>
          ) : null}
          {diff ? (
            <div className="bg-surface">
              <DiffViewer
                label={`What changes in ${name}`}
                sections={toSections(diff)}
                layout={action === "create" ? "unified" : "auto"}
                head={action === "create" ? "The newest version" : `v${item.latestVersion} and the file`}
              />
            </div>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
