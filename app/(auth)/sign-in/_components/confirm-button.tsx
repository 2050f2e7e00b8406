"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { reach } from "@/components/ui/reach";
import { confirm } from "../actions";

export type ConfirmButtonProps = { token: string; email: string; isChange: boolean };

export function ConfirmButton({ token, email, isChange }: ConfirmButtonProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  const [isBusy, start] = useTransition();
  const submit = () =>
    start(async () => {
      const result = await reach(() => confirm({ token }));
      if (!result) return setFailure("The server did not answer. Check the connection, then try again.");
      if (!result.ok) return setFailure(result.error.message);
      setDone(true);
    });
  if (isDone)
    return (
      <div role="status">
        <h1 className="text-24">{isChange ? "Your address is changed" : "Your address is confirmed"}</h1>
        <p className="mt-2 mb-6 text-14 text-fg-muted">
          You sign in with <b className="break-all">{email}</b>.
        </p>
        <Button size="lg" block variant="primary" href="/">
          Go to Understudy
        </Button>
      </div>
    );
  return (
    <form action={submit} className="grid gap-4">
      <h1 className="text-24">{isChange ? "Change your address?" : "Confirm your address"}</h1>
      <p className="text-14 text-fg-muted">
        {isChange ? "You will sign in with " : "Confirm that this is yours: "}
        <b className="break-all">{email}</b>.
      </p>
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      <Button type="submit" variant="primary" size="lg" block busy={isBusy && "Confirming"}>
        {isChange ? "Use this address" : "Confirm"}
      </Button>
    </form>
  );
}
