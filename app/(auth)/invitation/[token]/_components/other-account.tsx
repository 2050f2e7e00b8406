"use client";

import { LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

export type OtherAccountProps = { path: string; email: string; signedInAs: string };

/** Signed in, but as somebody else: said plainly, with the way out. */
export function OtherAccount({ path, email, signedInAs }: OtherAccountProps) {
  return (
    <>
      <Callout tone="warning" className="mb-4">
        You are signed in as <b className="break-all">{signedInAs}</b>. This invitation is for{" "}
        <b className="break-all">{email}</b>, and only that account can take it.
      </Callout>
      <Button size="lg" block variant="primary" icon={<LogOut />} onClick={() => void signOut({ callbackUrl: path })}>
        Sign out and come back
      </Button>
      <p className="mt-2">
        <Button size="lg" block variant="quiet" href="/">
          Stay as {signedInAs}
        </Button>
      </p>
    </>
  );
}
