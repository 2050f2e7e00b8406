"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { lateDialog } from "@/components/ui/late-dialog";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { TextLink } from "@/components/ui/text-link";
import { useQueryFlag } from "@/components/ui/use-query-text";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import type { Page } from "@/lib/core/cursor";
import { ListHead } from "../../_components/list-head";
import { loadMoreKeys } from "../actions";
import { KeyTable } from "./key-table";

const RevokeDialog = lateDialog(() => import("./key-dialogs").then((module) => module.RevokeDialog));
const RotateDialog = lateDialog(() => import("./key-dialogs").then((module) => module.RotateDialog));
const NewKeyDialog = lateDialog(() => import("./new-key-dialog").then((module) => module.NewKeyDialog));

export type KeysViewProps = {
  first: Page<ApiKeyView>;
  environments: readonly { name: string; isProtected: boolean }[];
};

type Act = { kind: "rotate" | "revoke"; key: ApiKeyView };

export function KeysView({ first, environments }: KeysViewProps) {
  const workspace = useWorkspace();
  const [isCreating, setCreating] = useQueryFlag("new");
  const [act, setAct] = useState<Act | null>(null);
  const [made, setMade] = useState<{ key: NewApiKey; replaced: ApiKeyView | null } | null>(null);

  const { items: keys, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreKeys({ workspace, cursor }),
  });
  const show = (key: NewApiKey, replaced: ApiKeyView | null) => {
    setAct(null);
    setCreating(false);
    setMade({ key, replaced });
  };
  const newButton = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <>
      {keys.length === 0 ? (
        <EmptyState title="No keys yet" action={newButton}>
          An app sends a key when it requests a prompt. Create one key per app and environment, so you can revoke each
          separately.
        </EmptyState>
      ) : (
        <>
          <ListHead icon={KeyRound} action={newButton}>
            Apps send a key with every request. Only its hash is stored, so nobody can read the key here again.{" "}
            <TextLink href={`/${workspace}/use`}>Use in your app</TextLink>
          </ListHead>
          <KeyTable keys={keys} onAct={(kind, key) => setAct({ kind, key })} />
          {rest}
        </>
      )}
      {isCreating ? (
        <NewKeyDialog
          environments={environments}
          onClose={() => setCreating(false)}
          onMade={(key) => show(key, null)}
        />
      ) : null}
      {act?.kind === "rotate" ? (
        <RotateDialog apiKey={act.key} onClose={() => setAct(null)} onMade={(key) => show(key, act.key)} />
      ) : null}
      {act?.kind === "revoke" ? <RevokeDialog apiKey={act.key} onClose={() => setAct(null)} /> : null}
      {made ? <ShowKeyDialog made={made.key} replaced={made.replaced} onClose={() => setMade(null)} /> : null}
    </>
  );
}

type ShowKeyDialogProps = { made: NewApiKey; replaced: ApiKeyView | null; onClose: () => void };

function ShowKeyDialog({ made, replaced, onClose }: ShowKeyDialogProps) {
  return (
    <ShownOnceDialog
      title={replaced ? "The new key" : "Your new key"}
      description="It is shown only once. Store it with the secrets of your app."
      note={<CopyButton text={`UNDERSTUDY_API_KEY=${made.key}`}>Copy as a line of .env</CopyButton>}
      label={made.name}
      value={made.key}
      copy="Copy key"
      onClose={onClose}
    >
      {replaced ? (
        <p className="text-fg-muted">
          The old key <code>{replaced.prefix}…</code> ends after the time you chose. Change it in your app before then.
        </p>
      ) : null}
    </ShownOnceDialog>
  );
}
