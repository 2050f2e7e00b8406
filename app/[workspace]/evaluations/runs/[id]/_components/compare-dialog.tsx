"use client";

import { usePathname } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { RunView } from "@/lib/evaluation/runs/types";
import { listOthers, runToCompare } from "../../actions";

type Props = { run: RunView; baseline: string; canRun: boolean; onClose: () => void };

/** Selects the baseline: an existing run of the same suite, or a version that is evaluated now. */
export function CompareDialog({ run, baseline, canRun, onClose }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const path = usePathname();
  const { data: others, failure: unread } = useRead(listOthers, { workspace, id: run.id });
  const [version, setVersion] = useState("");
  const go = (id: string) => {
    onClose();
    router.push(`${path}?against=${id}`, { scroll: false });
  };
  const {
    start,
    isBusy,
    failure: refusal,
  } = useAction({
    run: (number: number) => runToCompare({ workspace, id: run.id, version: number }),
    onDone: ({ id }) => go(id),
  });
  const failure = refusal ?? unread;
  const number = Number(version);
  const isFit = Number.isInteger(number) && number >= 1 && number !== run.version;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="Compare with another run"
      description={`Runs of “${run.suite.name}”. Cases are matched by their key, also across revisions of the set.`}
      onSubmit={() => isFit && start(number)}
      held={isBusy}
      actions={
        <DialogClose>
          <Button variant="quiet">Close</Button>
        </DialogClose>
      }
    >
      <FailureCallout message={failure?.message} className="mb-3" />
      {others === null && !failure ? (
        <Loading label="Loading runs" className="grid gap-4 py-2">
          <Skeleton className="w-64" />
          <Skeleton className="w-52" />
          <Skeleton className="w-60" />
        </Loading>
      ) : null}
      {others ? (
        <ul aria-label="Runs" className="max-h-72 overflow-y-auto border-line border-t">
          {baseline === "none" ? null : (
            <li className="border-line border-b">
              <button type="button" onClick={() => go("none")} className={row}>
                No comparison
              </button>
            </li>
          )}
          {others.map((one) => (
            <li key={one.id} className="border-line border-b">
              <button
                type="button"
                onClick={() => go(one.id)}
                aria-current={one.id === baseline || undefined}
                className={row}
              >
                <span className="font-medium">
                  {one.prompt === run.prompt ? `v${one.version}` : `${one.prompt} v${one.version}`}
                </span>
                <span className="text-fg-muted">
                  {one.revision === run.suite.revision
                    ? `revision ${one.revision}`
                    : `revision ${one.revision}, this one ${run.suite.revision}`}
                </span>
                <span className="ml-auto text-fg-muted">
                  {one.createdBy}, <RelativeTime at={one.createdAt} />
                </span>
              </button>
            </li>
          ))}
          {others.length === 0 ? <li className="py-3 text-fg-muted">No other run of this suite is finished.</li> : null}
        </ul>
      ) : null}
      {canRun ? (
        <div className="mt-4 flex items-end gap-2">
          <Field label="Or evaluate a version now" className="w-52">
            <Input
              inputMode="numeric"
              placeholder={`A version of ${run.prompt}`}
              value={version}
              onChange={(event) => setVersion(event.target.value.replace(/^v/i, ""))}
            />
          </Field>
          <Button type="submit" busy={isBusy && "Starting"} off={!isFit}>
            Evaluate and compare
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}

const row =
  "flex min-h-[38px] w-full items-center gap-3 px-2 text-left transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 aria-[current]:bg-surface-selected";
