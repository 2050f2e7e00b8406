"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { changeSuite } from "@/app/[workspace]/evaluations/actions";
import { Callout } from "@/components/ui/callout";
import { lateDialog } from "@/components/ui/late-dialog";
import { MoreMenu } from "@/components/ui/more-menu";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { SuiteView } from "@/lib/evaluation/suites/views";

const SuiteDialog = lateDialog(() =>
  import("@/app/[workspace]/evaluations/_components/suite-dialog").then((module) => module.SuiteDialog),
);

type Props = { suite: SuiteView };

const failed = "The suite was not changed.";

function useRestore({ id }: SuiteView) {
  const workspace = useWorkspace();
  const run = () => changeSuite({ workspace, id, isArchived: false });
  return { run, ...useAction({ run, refresh: "done", failed }) };
}

/** The actions on the suite as a whole, on each of its tabs. */
export function SuiteMenu({ suite, canWrite }: Props & { canWrite: boolean }) {
  const workspace = useWorkspace();
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  const router = useRouter();
  const { id, name } = suite;
  const restore = useRestore(suite);
  const archive = useAction({
    run: () => changeSuite({ workspace, id, isArchived: true }),
    done: { title: `${name} is archived.`, detail: "Its cases stay as they are.", undo: { run: restore.run, failed } },
    refresh: "done",
    failed,
  });
  const [isRenaming, setRenaming] = useState(false);
  return (
    <>
      <MoreMenu
        of="this suite"
        items={[
          ...(canWrite ? [{ label: "Change name and prompt", onSelect: () => setRenaming(true) }] : []),
          { label: "Export as CSV", onSelect: () => location.assign(`${base}/export?format=csv`) },
          { label: "Export as JSONL", onSelect: () => location.assign(`${base}/export?format=jsonl`) },
          ...(!canWrite
            ? []
            : suite.archivedAt
              ? [{ label: "Restore the suite", onSelect: () => restore.start() }]
              : [{ label: "Archive the suite", onSelect: () => archive.start() }]),
        ]}
      />
      {isRenaming ? (
        <SuiteDialog
          suite={suite}
          onClose={() => setRenaming(false)}
          onDone={() => {
            setRenaming(false);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}

/** The note above every tab of an archived suite. */
export function ArchivedNote({ suite, canWrite }: Props & { canWrite: boolean }) {
  const restore = useRestore(suite);
  return (
    <div className="px-6 pt-4 max-md:px-4">
      <Callout action={canWrite ? <LinkButton onClick={() => restore.start()}>Restore it</LinkButton> : null}>
        This suite is archived. It is read-only.
      </Callout>
    </div>
  );
}
