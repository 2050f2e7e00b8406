"use client";

import { BellRing, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Main } from "@/components/layout/main";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { lateDialog } from "@/components/ui/late-dialog";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useQueryFlag } from "@/components/ui/use-query-text";
import type { ChannelView } from "@/lib/alerts/views";
import { ListHead } from "../../_components/list-head";
import { changeChannel, deleteChannel, newSecret, tryChannel } from "../actions";
import { type ChannelAct, ChannelTable } from "./channel-table";

const ChangeChannelDialog = lateDialog(() =>
  import("./change-channel-dialog").then((module) => module.ChangeChannelDialog),
);
const LogDialog = lateDialog(() => import("./log-dialog").then((module) => module.LogDialog));
const NewChannelDialog = lateDialog(() => import("./new-channel-dialog").then((module) => module.NewChannelDialog));

export type ChannelsViewProps = { channels: readonly ChannelView[]; canMail: boolean };

export function ChannelsView({ channels, canMail }: ChannelsViewProps) {
  const workspace = useWorkspace();
  const [isAdding, setAdding] = useQueryFlag("new");
  const [act, setAct] = useState<{ kind: Exclude<ChannelAct, "switch">; channel: ChannelView } | null>(null);
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const [testing, setTesting] = useState<ReadonlySet<string>>(new Set());
  const router = useRouter();
  const test = async ({ id, name }: ChannelView) => {
    if (testing.has(id)) return;
    setTesting((before) => new Set(before).add(id));
    const result = await reach(() => tryChannel({ workspace, id }));
    setTesting((before) => new Set([...before].filter((one) => one !== id)));
    const isFine = result.ok && result.data.status === "delivered";
    const detail = result.ok ? result.data.lastError : result.error.message;
    if (isFine) toast({ title: `The test on “${name}” was delivered.`, detail });
    else toast({ tone: "failed", title: `The test on “${name}” was not delivered.`, detail });
    router.refresh();
  };
  const flip = useAction({
    run: ({ id, isEnabled }: ChannelView) => changeChannel({ workspace, id, isEnabled: !isEnabled }),
    done: (_, { name, isEnabled }) =>
      isEnabled
        ? { title: `“${name}” is off.`, detail: "Its pending messages are discarded." }
        : { title: `“${name}” is on.`, detail: "It receives alerts from now on." },
    refresh: "always",
    failed: ({ name }) => `“${name}” was not changed.`,
  });
  const onAct = (kind: ChannelAct, channel: ChannelView) =>
    kind === "switch" ? flip.start(channel) : setAct({ kind, channel });
  const newButton = (
    <Button variant="primary" icon={<Plus />} onClick={() => setAdding(true)}>
      Add a channel
    </Button>
  );
  return (
    <Main>
      {channels.length === 0 ? (
        <EmptyState title="Alerts appear only in the inbox" action={newButton}>
          Send them to Slack, by e‑mail or to a webhook as well. A channel can also get releases, reviews and the weekly
          digest.
        </EmptyState>
      ) : (
        <>
          <ListHead icon={BellRing} action={newButton}>
            Alerts are sent to these channels and to every inbox. Addresses are stored encrypted. A channel that keeps
            failing is disabled, and the inbox shows this.
          </ListHead>
          <ChannelTable channels={channels} testing={testing} onTest={(channel) => void test(channel)} onAct={onAct} />
        </>
      )}
      {isAdding ? (
        <NewChannelDialog
          canMail={canMail}
          onClose={() => setAdding(false)}
          onMade={({ name, secret }) => {
            setAdding(false);
            if (secret) setShown({ name, secret, formerUntil: null });
          }}
        />
      ) : null}
      {act?.kind === "change" ? (
        <ChangeChannelDialog canMail={canMail} channel={act.channel} onClose={() => setAct(null)} />
      ) : null}
      {act?.kind === "log" ? <LogDialog channel={act.channel} onClose={() => setAct(null)} /> : null}
      {act?.kind === "new secret" ? (
        <ActionDialog
          variant="danger"
          title={`Replace the secret of “${act.channel.name}”?`}
          description="Messages have both signatures for 24 hours, so none is refused while you change the secret."
          act="Replace secret"
          acting="Replacing"
          run={() => newSecret({ workspace, id: act.channel.id })}
          onDone={(made) => {
            setShown({ name: act.channel.name, ...made });
            setAct(null);
          }}
          refresh="done"
          onClose={() => setAct(null)}
        />
      ) : null}
      {act?.kind === "remove" ? (
        <ActionDialog
          variant="danger"
          title={`Remove “${act.channel.name}”?`}
          description="Alerts are no longer sent there, and its log is deleted. The alerts stay in the inbox."
          act="Remove channel"
          acting="Removing"
          run={() => deleteChannel({ workspace, id: act.channel.id })}
          done={{ title: `“${act.channel.name}” is removed.` }}
          onClose={() => setAct(null)}
        />
      ) : null}
      {shown ? <SecretDialog shown={shown} onClose={() => setShown(null)} /> : null}
    </Main>
  );
}

type ShownSecret = {
  name: string;
  secret: string;
  /** Until when the previous secret also signs. Null: there was none. */
  formerUntil: string | null;
};

function SecretDialog({ shown, onClose }: { shown: ShownSecret; onClose: () => void }) {
  const { name, secret, formerUntil } = shown;
  return (
    <ShownOnceDialog
      title={`The secret of “${name}”`}
      description="It is shown only once. The receiver uses it to verify that a webhook comes from this server."
      label="Signing secret"
      help={
        formerUntil ? (
          <>
            Messages also have the old signature until <RelativeTime at={formerUntil} />.
          </>
        ) : (
          "Standard Webhooks: libraries for it take the secret as it is."
        )
      }
      value={secret}
      copy="Copy secret"
      onClose={onClose}
    />
  );
}
