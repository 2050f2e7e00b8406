"use client";

import { Fingerprint } from "lucide-react";
import { signIn } from "next-auth/react";
import { signWithPasskey } from "@/app/_components/passkey";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import { useIsAlive } from "@/components/ui/use-is-alive";
import { beginPasskey } from "../actions";

/** Signs in with any passkey for this server that the browser finds. Returns the error code of a refusal. */
async function enter(callbackUrl: string): Promise<ActionOutcome<null>> {
  const begun = await reach(() => beginPasskey({}));
  if (!begun.ok) return begun;
  const signed = await signWithPasskey(begun.data);
  if (!signed.ok) return signed;
  const response = JSON.stringify(signed.data);
  const result = await signIn("passkey", { response, redirect: false, callbackUrl });
  const code = result ? result.error : "unreachable";
  return code ? { ok: false, error: { code, message: "" } } : { ok: true, data: null };
}

export type PasskeyButtonProps = {
  returnTo: string;
  onDone: () => void;
  onRefused: (refusal: { code: string; message: string }) => void;
};

export function PasskeyButton({ returnTo, onDone, onRefused }: PasskeyButtonProps) {
  const { start, isBusy } = useAction({
    run: () => enter(returnTo),
    onDone,
    onRefused: (refusal) => {
      onRefused(refusal);
      return true;
    },
  });
  const isAlive = useIsAlive();
  return (
    <Button
      size="lg"
      block
      icon={<Fingerprint />}
      busy={isBusy && "Waiting for your passkey"}
      off={!isAlive}
      onClick={() => start()}
    >
      Sign in with a passkey
    </Button>
  );
}
