"use client";

import { Plug, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Main } from "@/components/layout/main";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { lateDialog } from "@/components/ui/late-dialog";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useQueryFlag } from "@/components/ui/use-query-text";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { ListHead } from "../../_components/list-head";
import { removeConnection, tryConnection } from "../actions";
import { type ConnectionAct, ConnectionTable } from "./connection-table";

const ChangeConnectionDialog = lateDialog(() =>
  import("./change-connection-dialog").then((module) => module.ChangeConnectionDialog),
);
const NewConnectionDialog = lateDialog(() =>
  import("./new-connection-dialog").then((module) => module.NewConnectionDialog),
);

export type ConnectionsViewProps = { connections: readonly ConnectionView[] };

export function ConnectionsView({ connections }: ConnectionsViewProps) {
  const workspace = useWorkspace();
  const [isAdding, setAdding] = useQueryFlag("new");
  const [act, setAct] = useState<{ kind: ConnectionAct; connection: ConnectionView } | null>(null);
  const [testing, setTesting] = useState<ReadonlySet<string>>(new Set());
  const router = useRouter();

  const test = async ({ id, name }: ConnectionView) => {
    if (testing.has(id)) return;
    setTesting((before) => new Set(before).add(id));
    const result = await reach(() => tryConnection({ workspace, id }));
    router.refresh();
    setTesting((before) => new Set([...before].filter((one) => one !== id)));
    if (!result.ok) toast({ tone: "failed", title: `“${name}” could not be tested.`, detail: result.error.message });
  };
  const kept = (connection: ConnectionView) => {
    setAct(null);
    setAdding(false);
    router.refresh();
    void test(connection);
  };
  const newButton = (
    <Button variant="primary" icon={<Plus />} onClick={() => setAdding(true)}>
      Connect a provider
    </Button>
  );
  return (
    <Main>
      {connections.length === 0 ? (
        <EmptyState title="No provider connected" action={newButton}>
          The offline model works without a key. It gives the same answer each time and is meant for trying things out.
          For real answers, connect OpenAI, Anthropic, Google or a server that speaks OpenAI’s protocol.
        </EmptyState>
      ) : (
        <>
          <ListHead icon={Plug} action={newButton}>
            Understudy calls models through these connections. Keys are stored encrypted, and nobody can read them here
            again. The offline model works without one.
          </ListHead>
          <ConnectionTable
            connections={connections}
            testing={testing}
            onTest={(connection) => void test(connection)}
            onAct={(kind, connection) => setAct({ kind, connection })}
          />
        </>
      )}
      {isAdding ? (
        <NewConnectionDialog
          taken={connections.map(({ name }) => name)}
          onClose={() => setAdding(false)}
          onMade={kept}
        />
      ) : null}
      {act?.kind === "change" || act?.kind === "replace key" ? (
        <ChangeConnectionDialog
          connection={act.connection}
          what={act.kind === "change" ? "place" : "key"}
          onClose={() => setAct(null)}
          onChanged={kept}
        />
      ) : null}
      {act?.kind === "remove" ? (
        <RemoveConnectionDialog connection={act.connection} onClose={() => setAct(null)} />
      ) : null}
    </Main>
  );
}

type RemoveConnectionDialogProps = {
  connection: ConnectionView;
  onClose: () => void;
};

function RemoveConnectionDialog({ connection, onClose }: RemoveConnectionDialogProps) {
  const workspace = useWorkspace();
  return (
    <ActionDialog
      variant="danger"
      title={`Remove “${connection.name}”?`}
      description="Its key is deleted here. Prompts that use it do not change, but cannot run in Understudy until it is connected again. Your apps call their models themselves and are not affected."
      act="Remove connection"
      acting="Removing"
      run={() => removeConnection({ workspace, id: connection.id })}
      done={{
        title: `“${connection.name}” is removed.`,
        detail: "Its key is deleted here. Revoke it at the provider too.",
      }}
      onClose={onClose}
    />
  );
}
