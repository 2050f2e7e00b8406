import { KeyRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { ProviderName } from "@/lib/auth/identity-providers";
import { OrLine } from "./or-line";

export type ProviderButtonsProps = {
  providers: readonly ProviderName[];
  /** The path to return to after the sign-in. */
  callbackUrl: string;
  /** The text below the buttons: "or with e-mail". */
  otherwise: string;
};

/** The configured identity providers. Renders nothing if there are none. Plain forms work before the scripts load. */
export function ProviderButtons({ providers, callbackUrl, otherwise }: ProviderButtonsProps) {
  if (providers.length === 0) return null;
  return (
    <>
      <div className="grid gap-2">
        {providers.map(({ id, name }) => (
          <form key={id} method="post" action={`/api/auth/signin/${id}`}>
            <input type="hidden" name="callbackUrl" value={callbackUrl} />
            <Button type="submit" size="lg" block icon={<KeyRound />}>
              Continue with {name}
            </Button>
          </form>
        ))}
      </div>
      <OrLine>{otherwise}</OrLine>
    </>
  );
}
