"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { dropAlias } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AliasView } from "@/lib/registry/queries/aliases";

const DuplicateDialog = lateDialog(() => import("./duplicate-dialog").then((module) => module.DuplicateDialog));
const RenameDialog = lateDialog(() => import("./rename-dialog").then((module) => module.RenameDialog));

type Alias = AliasView & { snippetUses: number };
type Props = {
  name: string;
  latestVersion: number;
  aliases: readonly Alias[];
  /** Why the prompt cannot be renamed or duplicated. Null if it can. */
  off: string | null;
  /** Why names may not be removed. Null if they may. */
  dropRefusal: string | null;
};

/** The prompt's name and former names, with buttons to rename and duplicate it. */
export function NamesSection({ name, latestVersion, aliases, off, dropRefusal }: Props) {
  const [dialog, setDialog] = useState<"rename" | "duplicate" | Alias | null>(null);
  const close = () => setDialog(null);
  return (
    <section aria-labelledby="names" className="mt-8 border-line border-t pt-5">
      <h2 id="names" className="text-14">
        Name
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] break-words text-fg-muted">
        Applications request it as <code className="text-fg">{name}</code>
        {aliases.length > 0 ? ", or by one of its former names:" : "."}
      </p>
      {aliases.length > 0 ? (
        <ul aria-label="Former names" className="mb-4 border-line border-t">
          {aliases.map((alias) => (
            <li key={alias.name} className="flex min-h-[38px] items-center gap-3 border-line border-b">
              <code className="min-w-0 flex-1 truncate">{alias.name}</code>
              <span className="text-12 text-fg-subtle">
                until <RelativeTime at={alias.createdAt} />
                <span className="max-md:hidden">, {alias.createdBy}</span>
              </span>
              <IconButton
                size="sm"
                label={`Remove the name ${alias.name}`}
                icon={<X className="size-3.5" />}
                off={(off ?? dropRefusal) !== null}
                onClick={() => setDialog(alias)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex gap-2">
        <Button off={off} onClick={() => setDialog("rename")}>
          Rename
        </Button>
        <Button off={off} onClick={() => setDialog("duplicate")}>
          Duplicate
        </Button>
      </div>
      {dialog === "rename" ? <RenameDialog name={name} dropRefusal={dropRefusal} onClose={close} /> : null}
      {dialog === "duplicate" ? <DuplicateDialog name={name} latestVersion={latestVersion} onClose={close} /> : null}
      {dialog !== null && typeof dialog === "object" ? <DropDialog name={name} alias={dialog} onClose={close} /> : null}
    </section>
  );
}

type DropProps = { name: string; alias: Alias; onClose: () => void };

function DropDialog({ name, alias, onClose }: DropProps) {
  const workspace = useWorkspace();
  const { snippetUses: uses } = alias;
  return (
    <ActionDialog
      title={`Remove the name ${alias.name}`}
      description={`Applications that request ${alias.name} get 404 at once. Applications that request ${name} are not affected.`}
      act="Remove the name"
      acting="Removing"
      variant="danger"
      run={() => dropAlias({ workspace, name, alias: alias.name })}
      done={{ title: `${alias.name} is no longer a name of ${name}.`, detail: "Another prompt can use the name." }}
      onClose={onClose}
    >
      <p>
        Understudy does not record which applications still use this name. Search their code for{" "}
        <code className="break-all">{alias.name}</code> first.
      </p>
      {uses > 0 ? (
        <p>
          {uses === 1 ? "One prompt uses" : `${uses} prompts use`} it as a snippet under this name. Saved versions do
          not change; the next version must use <code>{name}</code>.
        </p>
      ) : null}
    </ActionDialog>
  );
}
