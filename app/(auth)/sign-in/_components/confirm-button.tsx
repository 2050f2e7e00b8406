"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { useAction } from "@/components/ui/use-action";
import { confirm } from "../actions";

export function ConfirmButton({ token, email, isChange }: { token: string; email: string; isChange: boolean }) {
  const [isDone, setDone] = useState(false);
  const { start, isBusy, failure } = useAction({ run: () => confirm({ token }), onDone: () => setDone(true) });
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
    <form action={() => start()} className="grid gap-4">
      <h1 className="text-24">{isChange ? "Change your address?" : "Confirm your address"}</h1>
      <p className="text-14 text-fg-muted">
        {isChange ? "You will sign in with " : "Confirm that this is yours: "}
        <b className="break-all">{email}</b>.
      </p>
      <FailureCallout message={failure?.message} />
      <Button type="submit" variant="primary" size="lg" block busy={isBusy && "Confirming"}>
        {isChange ? "Use this address" : "Confirm"}
      </Button>
    </form>
  );
}
