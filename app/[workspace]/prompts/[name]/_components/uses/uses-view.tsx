"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { Page } from "@/lib/core/cursor";
import type { PlannedUse } from "@/lib/registry/queries/snippet-uses";
import { loadMoreUses, putIn } from "../../actions/uses";
import { choose, type GatedUse, isMovable, type Use } from "./chosen";
import { UseRow } from "./use-row";

type Props = {
  workspace: string;
  name: string;
  latestVersion: number;
  page: Page<GatedUse>;
  plan: readonly PlannedUse[];
  /** Why there is no plan. */
  failure: string | null;
  /** Why nothing can be changed here. */
  off: string | null;
  canRun: boolean;
  history: string;
};

const prompts = (count: number) => `${count} prompt${count === 1 ? "" : "s"}`;

/** "v5 of shared/tone would change 6 prompts", and each of them. */
export function UsesView({ workspace, name, latestVersion, page, plan, failure, off, canRun, history }: Props) {
  const router = useRouter();
  const [found, setFound] = useState(page.items);
  const [cursor, setCursor] = useState(page.nextCursor);
  const [isBusy, setBusy] = useState(false);
  const uses = found.map((use): Use => ({ ...use, plan: plan.find((each) => each.name === use.name) ?? null }));
  const movable = uses.filter(isMovable);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(movable.map((use) => use.name)));
  const taken = movable.filter((use) => chosen.has(use.name));

  const update = async () => {
    setBusy(true);
    const input = { workspace, snippet: name, version: latestVersion, prompts: taken.map((use) => use.name) };
    const result = await putIn(input).catch(() => null);
    setBusy(false);
    if (!result?.ok) {
      const detail = result?.error.message ?? "The server did not answer. Try again.";
      return toast({ title: "Nothing was changed.", detail, tone: "failed" });
    }
    const { items } = result.data;
    toast({
      title: `${prompts(items.length)} put in ${name} v${latestVersion}.`,
      detail: "As new versions, live nowhere yet. Promote each one when you have read it.",
    });
    router.refresh();
  };
  const loadMore = async () => {
    if (!cursor) return;
    const result = await loadMoreUses({ workspace, name, cursor });
    if (!result.ok) return toast({ title: "The rest was not loaded.", detail: result.error.message, tone: "failed" });
    setFound([...found, ...result.data.items]);
    setCursor(result.data.nextCursor);
  };

  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 px-6 pt-5 pb-4 max-md:px-4">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h2 className="text-18 tracking-tight">
            {movable.length === 0
              ? `${prompts(uses.length)}${cursor ? " and more" : ""}: nothing to move to v${latestVersion}`
              : `v${latestVersion} would change ${prompts(movable.length)}`}
          </h2>
          <p className="mt-1 max-w-[62ch] text-fg-muted">
            {movable.length === 0
              ? "Their newest versions put in what is newest here, or do not put it in any more."
              : "They keep the text they were saved with until you move them. Moving makes a new version of each; nothing goes live by it."}{" "}
            <TextLink href={history}>See what changed</TextLink>
          </p>
        </div>
        {movable.length > 0 ? (
          <Button
            variant="primary"
            busy={isBusy && "Moving"}
            off={off ?? (taken.length === 0 ? "No prompt is chosen" : null)}
            onClick={() => void update()}
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
              label={`${taken.length} of ${movable.length} chosen`}
              checked={taken.length === movable.length}
              onChange={(event) => setChosen(new Set(event.target.checked ? movable.map((use) => use.name) : []))}
            />
          </div>
        ) : null}
        <ul aria-label={`Prompts that put in ${name}`}>
          {uses.map((use) => (
            <UseRow
              key={use.name}
              workspace={workspace}
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
            <Button onClick={() => void loadMore()}>Load more</Button>
          </div>
        ) : null}
      </div>
    </>
  );
}
