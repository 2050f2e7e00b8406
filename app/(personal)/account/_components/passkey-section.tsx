"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { hasPasskeys, makePasskey } from "@/app/_components/passkey";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { DialogRow } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import type { PasskeyView } from "@/lib/auth/passkeys/queries";
import { beginNewPasskey, endPasskey, keepPasskey } from "../actions";

export type PasskeySectionProps = {
  passkeys: readonly PasskeyView[];
  /** Whether the address of this server allows passkeys. */
  isPossible: boolean;
};

/** The person's passkeys. */
export function PasskeySection({ passkeys, isPossible }: PasskeySectionProps) {
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  return (
    <>
      {passkeys.length === 0 ? (
        <p className="max-w-[62ch] text-fg-muted">
          No passkeys. A passkey is stored on your device or in your password manager, and protects you from phishing.
        </p>
      ) : (
        <Table
          caption="Your passkeys, the oldest first"
          className="table-fixed"
          columns={[
            "Name",
            { name: "Last used", className: "w-28" },
            { name: "Remove", className: "w-24", isSilent: true },
          ]}
        >
          {passkeys.map((one) => (
            <Row key={one.id}>
              <RowHead className="py-1.5">
                <span className="block truncate">{one.name}</span>
                <span className="block truncate font-normal text-12 text-fg-muted">
                  Added <RelativeTime at={one.createdAt} ago />
                </span>
              </RowHead>
              <Cell>{one.lastUsedAt ? <RelativeTime at={one.lastUsedAt} /> : "Never"}</Cell>
              <Cell end>
                <Button size="sm" aria-label={`Remove the passkey ${one.name}`} onClick={() => setRemoving(one)}>
                  Remove
                </Button>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <p className="mt-3">
        <Button
          icon={<KeyRound />}
          off={isPossible ? null : "Passkeys need an address with https and a host name: UNDERSTUDY_URL."}
          onClick={() => setAdding(true)}
        >
          Add passkey
        </Button>
      </p>
      {isAdding ? <AddPasskeyDialog count={passkeys.length} onClose={() => setAdding(false)} /> : null}
      {removing ? <RemovePasskeyDialog passkey={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

/** Creates a passkey with the browser and stores it under a name. */
function AddPasskeyDialog({ count, onClose }: { count: number; onClose: () => void }) {
  const name = useCheckedValue(count === 0 ? "Passkey" : `Passkey ${count + 1}`, (value) =>
    value.trim() ? null : "Enter a name.",
  );
  const add = async () => {
    const begun = await reach(() => beginNewPasskey({}));
    if (!begun.ok) return begun;
    const made = await makePasskey(begun.data);
    return made.ok ? reach(() => keepPasskey({ name: name.value, response: made.data })) : made;
  };
  return (
    <ActionDialog
      title="Add a passkey"
      description="Your browser asks you to confirm with your finger, face or PIN."
      act="Add passkey"
      acting="Waiting for the browser"
      check={() => {
        if (!hasPasskeys()) name.setError("This browser does not support passkeys. Use another browser.");
        return hasPasskeys() && name.isFine();
      }}
      run={add}
      done={{ title: "The passkey is added. You can sign in with it now." }}
      onClose={onClose}
    >
      <Field label="Name" help="Where it is stored, such as your laptop or password manager." error={name.error}>
        <Input {...name.props} maxLength={100} autoComplete="off" />
      </Field>
    </ActionDialog>
  );
}

function RemovePasskeyDialog({ passkey, onClose }: { passkey: PasskeyView; onClose: () => void }) {
  return (
    <ActionDialog
      variant="danger"
      title={`Remove ${passkey.name}?`}
      description="You can no longer sign in with it. Delete it on your device too."
      act="Remove"
      acting="Removing"
      run={() => endPasskey({ id: passkey.id })}
      done={{ title: "The passkey is removed." }}
      onClose={onClose}
    >
      <DialogRow name="Not affected">Your sessions. End those that are not yours below.</DialogRow>
    </ActionDialog>
  );
}
