import { LogOut } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

export type OtherAccountProps = { path: string; email: string; signedInAs: string };

/** Tells a person that another account than the invited one is signed in, and offers to sign out. */
export function OtherAccount({ path, email, signedInAs }: OtherAccountProps) {
  return (
    <>
      <Callout tone="warning" className="mb-4">
        You are signed in as <b className="break-all">{signedInAs}</b>. This invitation is for{" "}
        <b className="break-all">{email}</b>, and only that account can accept it.
      </Callout>
      <form method="post" action="/api/auth/signout">
        <input type="hidden" name="callbackUrl" value={path} />
        <Button type="submit" size="lg" block variant="primary" icon={<LogOut />}>
          Sign out and continue
        </Button>
      </form>
      <p className="mt-2">
        <Button size="lg" block variant="quiet" href="/">
          Stay signed in as {signedInAs}
        </Button>
      </p>
    </>
  );
}
