"use client";

import { Laptop, MonitorSmartphone, Smartphone, Tablet } from "lucide-react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import type { SessionView } from "@/lib/auth/sessions/queries";
import { endOthers, endSession } from "../actions";

const icons = { desktop: Laptop, phone: Smartphone, tablet: Tablet, other: MonitorSmartphone };

/** "Password", "Invitation", or the provider's name. */
function methodWords(method: string, providers: Readonly<Record<string, string>>): string {
  if (method === "password") return "Password";
  if (method === "invitation") return "Invitation";
  if (method === "passkey") return "Passkey";
  return providers[method] ?? method;
}

export type SessionListProps = { sessions: readonly SessionView[]; providers: Readonly<Record<string, string>> };

/** The person's sessions. Each session except this one can be ended. */
export function SessionList({ sessions, providers }: SessionListProps) {
  const end = useAction({
    run: async (session: SessionView | "others"): Promise<ActionOutcome<unknown>> =>
      session === "others" ? endOthers({}) : endSession({ id: session.id }),
    done: (_, session) => ({
      title: session === "others" ? "Every other session has ended." : `${session.device.name} is signed out.`,
    }),
    refresh: "always",
    failed: "The session was not ended.",
  });
  const others = sessions.filter(({ isCurrent }) => !isCurrent).length;
  return (
    <>
      <Table
        caption="Your sessions, this device first"
        className="table-fixed"
        stacks
        columns={[
          "Device",
          { name: "Signed in with", className: "w-36" },
          { name: "Last active", className: "w-32" },
          { name: "End", className: "w-20", isSilent: true },
        ]}
      >
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            method={methodWords(session.method, providers)}
            busy={end.isBusy}
            onEnd={() => end.start(session)}
          />
        ))}
      </Table>
      <p className="mt-3 flex flex-wrap items-center gap-3">
        <Button
          off={others === 0 ? "You are signed in on this device only." : null}
          busy={end.isBusy && "Ending"}
          onClick={() => end.start("others")}
        >
          End all others
        </Button>
        <span className="text-12 text-fg-muted">A session ends automatically after 30 days without use.</span>
      </p>
    </>
  );
}

type RowProps = { session: SessionView; method: string; busy: boolean; onEnd: () => void };
function SessionRow({ session, method, busy, onEnd }: RowProps) {
  const { device, address, lastUsedAt, startedAt, isCurrent } = session;
  const Icon = icons[device.kind];
  return (
    <Row className="relative max-md:grid max-md:grid-cols-1 max-md:gap-y-1 max-md:py-2.5 max-md:pr-20">
      <RowHead className="md:py-1.5">
        <span className="flex min-w-0 items-center gap-2.5">
          <Icon className="size-4 shrink-0 text-fg-muted" />
          <span className="min-w-0">
            <span className="block truncate">{device.name}</span>
            <span className="block truncate font-normal text-12 text-fg-muted">
              {address || "address unknown"}, since <RelativeTime at={startedAt} />
            </span>
          </span>
        </span>
      </RowHead>
      <Cell className="text-fg-muted max-md:pl-6.5">{method}</Cell>
      <Cell className="max-md:pl-6.5">{isCurrent ? <b>This device</b> : <RelativeTime at={lastUsedAt} />}</Cell>
      <Cell end className="max-md:absolute max-md:top-2 max-md:right-0">
        {isCurrent ? null : (
          <Button
            size="sm"
            aria-label={`End the session of ${device.name}`}
            off={busy ? "Ending." : null}
            onClick={onEnd}
          >
            End
          </Button>
        )}
      </Cell>
    </Row>
  );
}
