"use client";

import { UserX } from "lucide-react";
import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { DialogRow } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Page } from "@/lib/core/cursor";
import type { DataDeletionView } from "@/lib/requests/queries/data-deletions";
import { Section } from "../../_components/section";
import { deleteData, loadDeletions } from "../actions";

const statusWords = { waiting: "Waiting", erased: "Deleted; a second pass follows", done: "Done" } as const;
/** Deletes the stored data of a user of an application, and lists earlier deletions. */
export function DeletionsSection({ first }: { first: Page<DataDeletionView> }) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadDeletions({ workspace, cursor }),
  });
  const [isAsking, setAsking] = useState(false);
  return (
    <Section
      title="Users' data"
      help="Deletes what is stored of one user of your applications, in every environment, within the hour."
      action={
        <Button variant="danger" icon={<UserX />} onClick={() => setAsking(true)}>
          Delete a user's data
        </Button>
      }
    >
      {items.length === 0 ? (
        <p className="text-fg-muted">
          No user's data was deleted here. Applications delete it with DELETE /users/{"{id}"}/data.
        </p>
      ) : (
        <Table
          caption="Deletions of users' data, newest first"
          stacks
          columns={[
            { name: "User, as a hash", className: "w-40" },
            "Asked for",
            { name: "State", className: "w-56" },
            { name: "Requests", end: true, className: "w-24" },
            { name: "Test cases kept", className: "w-56" },
          ]}
        >
          {items.map((deletion) => (
            <DeletionRow key={deletion.id} deletion={deletion} />
          ))}
        </Table>
      )}
      {rest}
      {isAsking ? <DeleteDialog onClose={() => setAsking(false)} /> : null}
    </Section>
  );
}

function DeletionRow({ deletion }: { deletion: DataDeletionView }) {
  const workspace = useWorkspace();
  const { userHash, status, requestedBy, requestedAt, doneAt, counts, cases } = deletion;
  const suites = [...new Map(cases.map((one) => [one.suiteId, one.suite]))];
  return (
    <Row className="max-md:grid max-md:gap-y-1 max-md:py-2">
      <RowHead className="font-mono text-12">
        <span title={userHash}>{userHash.slice(0, 12)}</span>
      </RowHead>
      <Cell>
        {requestedBy} <RelativeTime at={requestedAt} ago className="text-fg-muted" />
      </Cell>
      <Cell>
        {statusWords[status]} {doneAt ? <RelativeTime at={doneAt} ago className="text-fg-muted" /> : null}
      </Cell>
      <Cell end className="max-md:text-left">
        <span className="text-fg-muted md:hidden">Requests: </span>
        {status === "waiting" ? "–" : (counts.interactions ?? 0).toLocaleString("en")}
      </Cell>
      <Cell>
        {suites.length === 0 ? (
          <span className="text-fg-muted">None known</span>
        ) : (
          suites.map(([id, suite]) => (
            <TextLink key={id} href={`/${workspace}/evaluations/suites/${id}`} className="mr-2">
              {`${cases.filter((one) => one.suiteId === id).length} in ${suite}`}
            </TextLink>
          ))
        )}
      </Cell>
    </Row>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const [userId, setUserId] = useState("");
  return (
    <ActionDialog
      variant="danger"
      title="Delete a user's data"
      description="In every environment of this workspace, up to now, permanently."
      act="Delete data"
      acting="Asking"
      check={() => userId.trim() !== "" || "Write the user id that your application sends."}
      run={() => deleteData({ workspace, userId: userId.trim() })}
      done={{ title: "The user's data will be deleted.", detail: "Within the hour; the list shows the progress." }}
      onClose={onClose}
    >
      <Field label="User id" help="As your application sends it: userId of resolve and of events.">
        <Input mono autoComplete="off" value={userId} onChange={(event) => setUserId(event.target.value)} />
      </Field>
      <div>
        <DialogRow name="Deleted">
          Input, output, comments, notes, judges' explanations, attributes, session ids. A random name takes the place
          of the user id.
        </DialogRow>
        <DialogRow name="Kept">
          Counts, costs, times and ratings. Test cases made from this user's answers are listed, for you to decide.
        </DialogRow>
      </div>
    </ActionDialog>
  );
}
