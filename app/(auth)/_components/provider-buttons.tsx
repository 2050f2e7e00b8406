"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { Button } from "@/components/ui/button";
import type { ProviderName } from "@/lib/auth/identity-providers";

export type ProviderButtonsProps = {
  providers: readonly ProviderName[];
  /** Where to come back to. */
  callbackUrl: string;
  /** Under them: "or with e-mail". */
  otherwise: string;
};

/** The identity providers that are set up; nothing without any. */
export function ProviderButtons({ providers, callbackUrl, otherwise }: ProviderButtonsProps) {
  if (providers.length === 0) return null;
  return (
    <>
      <div className="grid gap-2">
        {providers.map(({ id, name }) => (
          <Button key={id} size="lg" block icon={<KeyRound />} onClick={() => void signIn(id, { callbackUrl })}>
            Continue with {name}
          </Button>
        ))}
      </div>
      <p className="flex items-center gap-3 text-12 text-fg-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {otherwise}
      </p>
    </>
  );
}
