"use client";

import { useState } from "react";
import { prove } from "@/app/(personal)/account/actions";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { useCheckedValue } from "@/components/ui/use-checked-value";

/** Asks for the password. The proof counts for ten minutes in this session. */
export function ProofDialog({ onClose }: { onClose: (isProved: boolean) => void }) {
  const password = useCheckedValue("", (value) => (value ? null : "Enter your password."));
  const [failure, setFailure] = useState<string | null>(null);
  // Not a transition: React ends all transitions together, and the action that waits for this proof is one.
  const [isProving, setProving] = useState(false);
  const submit = async () => {
    if (isProving || !password.isFine()) return;
    setFailure(null);
    setProving(true);
    const result = await reach(() => prove({ password: password.value }));
    setProving(false);
    if (result.ok) onClose(true);
    else if (result.error.code === "forbidden") password.setError(result.error.message);
    else setFailure(result.error.message);
  };
  return (
    <FormDialog
      title="Confirm that it is you"
      description="Your password is asked for before what could lock you out or let others in. It counts for 10 minutes."
      onSubmit={() => void submit()}
      onClose={() => onClose(false)}
      act="Confirm"
      busy={isProving && "Checking"}
      failure={failure}
    >
      <Field label="Password" error={password.error}>
        <Input {...password.props} name="password" type="password" autoComplete="current-password" />
      </Field>
    </FormDialog>
  );
}
