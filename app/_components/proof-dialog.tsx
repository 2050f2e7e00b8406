"use client";

import { Fingerprint } from "lucide-react";
import { useEffect, useState } from "react";
import { beginProof, ownPasskey, prove, proveByPasskey } from "@/app/(personal)/account/actions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { type ActionFailure, type ActionOutcome, reach } from "@/components/ui/reach";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { hasPasskeys, signWithPasskey } from "./passkey";

/** Whether the person has a passkey to confirm with. */
function useHasPasskey(): boolean {
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    if (hasPasskeys()) void reach(() => ownPasskey({})).then((found) => setThere(found.ok && found.data));
  }, []);
  return isThere;
}

/** Gets a new challenge, has a passkey sign it, and sends it back. */
async function confirmWithPasskey(): Promise<ActionOutcome<unknown>> {
  const begun = await reach(() => beginProof({}));
  if (!begun.ok || !begun.data) return begun;
  const signed = await signWithPasskey(begun.data);
  return signed.ok ? reach(() => proveByPasskey({ response: signed.data })) : signed;
}

/** Asks for the password or a passkey. The proof is valid for ten minutes in this session. */
export function ProofDialog({ onClose }: { onClose: (isProved: boolean) => void }) {
  const password = useCheckedValue("", (value) => (value ? null : "Enter your password."));
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const hasPasskey = useHasPasskey();
  // Not a transition: React ends all transitions together, and the action that waits for this proof is one.
  const [isProving, setProving] = useState(false);
  const attempt = async (run: () => Promise<ActionOutcome<unknown>>) => {
    if (isProving) return null;
    setFailure(null);
    setProving(true);
    const result = await run();
    setProving(false);
    if (result.ok) onClose(true);
    return result.ok ? null : result.error;
  };
  const submit = async () => {
    if (!password.isFine()) return;
    const error = await attempt(() => reach(() => prove({ password: password.value })));
    if (error?.code === "forbidden") password.setError(error.message);
    else setFailure(error);
  };
  const confirmByPasskey = async () => setFailure(await attempt(confirmWithPasskey));
  return (
    <FormDialog
      title="Confirm that it is you"
      description="This is asked before changes that could lock you out or let others in. It is valid for 10 minutes."
      form={{ submit: () => void submit(), isBusy: isProving, failure }}
      onClose={() => onClose(false)}
      act="Confirm"
      acting="Checking"
    >
      {hasPasskey ? (
        <Button
          block
          icon={<Fingerprint />}
          off={isProving ? "Waiting for the browser." : null}
          onClick={() => void confirmByPasskey()}
        >
          Use a passkey
        </Button>
      ) : null}
      <Field label="Password" error={password.error}>
        <Input {...password.props} name="password" type="password" autoComplete="current-password" />
      </Field>
    </FormDialog>
  );
}
