"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AliasView } from "@/lib/registry/queries/aliases";
import { dropAlias } from "../../actions/names";
import { DuplicateDialog } from "./duplicate-dialog";
import { RenameDialog } from "./rename-dialog";

type Alias = AliasView & { snippetUses: number };
type Props = {
  workspace: string;
  name: string;
  latestVersion: number;
  aliases: readonly Alias[];
  /** Why it cannot be renamed or duplicated. */
  off: string | null;
  /** Why a name may not be given up. */
  dropRefusal: string | null;
};

/** The prompt's name, the ones it had, and a copy under another. */
export function NamesSection({ workspace, name, latestVersion, aliases, off, dropRefusal }: Props) {
  const [asked, setAsked] = useState<"rename" | "duplicate" | Alias | null>(null);
  const close = () => setAsked(null);
  return (
    <section aria-labelledby="names" className="mt-8 border-line border-t pt-5">
      <h2 id="names" className="text-14">
        Name
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] break-words text-fg-muted">
        Applications ask for it by <code className="text-fg">{name}</code>
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
                label={`Give up the name ${alias.name}`}
                icon={<X className="size-3.5" />}
                off={(off ?? dropRefusal) !== null}
                onClick={() => setAsked(alias)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex gap-2">
        <Button off={off} onClick={() => setAsked("rename")}>
          Rename
        </Button>
        <Button off={off} onClick={() => setAsked("duplicate")}>
          Duplicate
        </Button>
      </div>
      {asked === "rename" ? (
        <RenameDialog workspace={workspace} name={name} dropRefusal={dropRefusal} onClose={close} />
      ) : null}
      {asked === "duplicate" ? (
        <DuplicateDialog workspace={workspace} name={name} latestVersion={latestVersion} onClose={close} />
      ) : null}
      {asked !== null && typeof asked === "object" ? (
        <DropDialog workspace={workspace} name={name} alias={asked} onClose={close} />
      ) : null}
    </section>
  );
}

type DropProps = { workspace: string; name: string; alias: Alias; onClose: () => void };

function DropDialog({ workspace, name, alias, onClose }: DropProps) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { snippetUses: uses } = alias;

  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    const result = await dropAlias({ workspace, name, alias: alias.name });
    setBusy(false);
    if (!result.ok) return setFailure(result.error.message);
    onClose();
    toast({ title: `${alias.name} leads nowhere now.`, detail: "Another prompt may take the name." });
    router.refresh();
  };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={isBusy}
      title={`Give up ${alias.name}`}
      description={`Applications that ask for ${alias.name} get 404 at once. Those that ask for ${name} notice nothing.`}
      onSubmit={() => void submit()}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="danger" busy={isBusy && "Giving up"}>
            Give up the name
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {failure ? (
          <Callout tone="negative" live>
            {failure}
          </Callout>
        ) : null}
        <p>
          Which applications still ask by this name is not recorded yet. Search their code for{" "}
          <code className="break-all">{alias.name}</code> first.
        </p>
        {uses > 0 ? (
          <p>
            {uses === 1 ? "One prompt puts" : `${uses} prompts put`} it in as a snippet by this name. What is saved
            stays as it is; the next version must use <code>{name}</code>.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
