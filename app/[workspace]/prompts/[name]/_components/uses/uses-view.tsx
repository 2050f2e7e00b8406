"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { loadMoreUses, putIn } from "@/app/[workspace]/prompts/[name]/actions/copies";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { Page } from "@/lib/core/cursor";
import type { PlannedUse } from "@/lib/registry/queries/snippet-uses";
import { choose, type GatedUse, isMovable, type SnippetUpdate } from "@/lib/registry/snippet-updates";
import { UseRow } from "./use-row";

type Props = {
  name: string;
  latestVersion: number;
  page: Page<GatedUse>;
  plan: readonly PlannedUse[];
  /** Why there is no plan. Null if there is one. */
  failure: string | null;
  /** Why nothing can be changed. Null if it can. */
  off: string | null;
  canRun: boolean;
  history: string;
};

const prompts = (count: number) => `${count} prompt${count === 1 ? "" : "s"}`;

/** The prompts that an update would change, and the button that updates the selected ones. */
export function UsesView({ name, latestVersion, page, plan, failure, off, canRun, history }: Props) {
  const workspace = useWorkspace();
  const [found, setFound] = useState(page.items);
  const [cursor, setCursor] = useState(page.nextCursor);
  const uses = found.map(
    (use): SnippetUpdate => ({ ...use, plan: plan.find((each) => each.name === use.name) ?? null }),
  );
  const movable = uses.filter(isMovable);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(movable.map((use) => use.name)));
  const taken = movable.filter((use) => chosen.has(use.name));

  const update = useAction({
    run: () => putIn({ workspace, snippet: name, version: latestVersion, prompts: taken.map((use) => use.name) }),
    done: ({ items }) => ({
      title: `${prompts(items.length)} ${items.length === 1 ? "uses" : "use"} ${name} v${latestVersion}.`,
      detail: "They are new versions and not live yet. Promote each one after you have read it.",
    }),
    refresh: "done",
    failed: "Nothing was changed.",
  });
  const more = useAction({
    run: (from: string) => loadMoreUses({ workspace, name, cursor: from }),
    onDone: (next) => {
      setFound([...found, ...next.items]);
      setCursor(next.nextCursor);
    },
    failed: "The rest could not be loaded.",
  });

  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 px-6 pt-5 pb-4 max-md:px-4">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h2 className="text-18 tracking-tight">
            {movable.length === 0
              ? `${prompts(uses.length)}${cursor ? " and more" : ""}: nothing to update to v${latestVersion}`
              : `v${latestVersion} would change ${prompts(movable.length)}`}
          </h2>
          <p className="mt-1 max-w-[62ch] text-fg-muted">
            {movable.length === 0
              ? "Their newest versions use the newest version of this snippet, or no longer use it."
              : "They keep the text they were saved with until you update them. An update creates a new version of each and deploys nothing."}{" "}
            <TextLink href={history}>See what changed</TextLink>
          </p>
        </div>
        {movable.length > 0 ? (
          <Button
            variant="primary"
            busy={update.isBusy && "Updating"}
            off={off ?? (taken.length === 0 ? "No prompt is chosen" : null)}
            onClick={() => update.start()}
          >
            Move {prompts(taken.length)} to v{latestVersion}
          </Button>
        ) : null}
      </div>
      {failure ? (
        <Callout tone="warning" className="mx-6 mb-4 max-md:mx-4">
          {failure}
        </Callout>
      ) : null}
      <div className="border-line border-t">
        {movable.length > 1 ? (
          <div className="flex h-[34px] items-center border-line border-b px-6 text-12 text-fg-muted max-md:h-auto max-md:px-4">
            <Checkbox
              label={`${taken.length} of ${movable.length} selected`}
              checked={taken.length === movable.length}
              onChange={(event) => setChosen(new Set(event.target.checked ? movable.map((use) => use.name) : []))}
            />
          </div>
        ) : null}
        <ul aria-label={`Prompts that use ${name}`}>
          {uses.map((use) => (
            <UseRow
              key={use.name}
              use={use}
              latestVersion={latestVersion}
              canRun={canRun}
              isChosen={chosen.has(use.name)}
              onChoose={(isChosen) => setChosen(choose(uses, chosen, use.name, isChosen))}
            />
          ))}
        </ul>
        {cursor ? (
          <div className="px-6 py-3 max-md:px-4">
            <Button busy={more.isBusy && "Loading"} onClick={() => more.start(cursor)}>
              Load more
            </Button>
          </div>
        ) : null}
      </div>
    </>
  );
}
