"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { useAction } from "@/components/ui/use-action";
import { pluralize } from "@/lib/core/words";
import type { ShadowReport } from "@/lib/registry/pull/schema";
import { sendImport } from "../../_components/send-import";
import { useWorkspace } from "../../_components/use-workspace";
import type { Pulled } from "./use-pull";

type Item = ShadowReport["items"][number];
const perCall = 40;

/** Renders every prompt in both tools with sample values and shows the differences, before applications switch. */
export function ShadowSection({ pulled }: { pulled: Pulled }) {
  const workspace = useWorkspace();
  const [items, setItems] = useState<Item[]>([]);
  const { files, target } = pulled;
  const { start, isBusy, failure } = useAction({
    run: async () => {
      const found: Item[] = [];
      for (let from = 0; from < files.length; from += perCall) {
        const some = files.slice(from, from + perCall).map(({ name, text }) => ({ name, text }));
        const result = await sendImport(workspace, "shadow", { ...target, files: some });
        if (!result.ok) return result;
        found.push(...result.data.items);
        setItems([...found]);
      }
      return { ok: true as const, data: null };
    },
  });
  const different = items.filter(({ status }) => status === "different");
  const open = items.filter(({ status }) => status === "not_compared");
  const same = items.length - different.length - open.length;
  return (
    <section aria-labelledby="shadow" className="border-line border-t px-6 py-4 max-md:px-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-[62ch] flex-1">
          <h3 id="shadow" className="text-14">
            Compare both sides
          </h3>
          <p className="text-fg-muted">
            Each prompt&rsquo;s newest version is filled with sample values, there and as it would be here.
          </p>
        </div>
        <Button busy={isBusy && `${items.length} of ${files.length}`} onClick={() => start()}>
          {items.length > 0 ? "Compare again" : "Compare"}
        </Button>
      </div>
      <FailureCallout message={failure?.message} className="mt-3" />
      {items.length > 0 ? (
        <p role="status" className="mt-3">
          {pluralize(same, "prompt")} {same === 1 ? "gives" : "give"} the same text on both sides
          {different.length > 0 ? `, ${different.length} ${different.length === 1 ? "differs" : "differ"}` : ""}
          {open.length > 0 ? `, ${open.length} could not be compared` : ""}.
        </p>
      ) : null}
      <ul className="mt-2 grid gap-3">
        {different.map(({ name, differences }) => (
          <li key={name}>
            <p className="font-medium">{name}</p>
            {differences.map(({ message, theirs, ours }) => (
              <dl key={message} className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-12">
                <dt className="text-fg-muted">There</dt>
                <dd className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">
                  {theirs ?? "no such message"}
                </dd>
                <dt className="text-fg-muted">Here</dt>
                <dd className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">{ours ?? "no such message"}</dd>
              </dl>
            ))}
          </li>
        ))}
        {open.map(({ name, reason }) => (
          <li key={name}>
            <span className="font-medium">{name}</span> <span className="text-fg-muted">not compared: {reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
