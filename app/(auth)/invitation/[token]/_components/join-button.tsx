"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { reach } from "@/components/ui/reach";
import { joinWorkspace } from "../actions";

export type JoinButtonProps = { token: string; email: string; workspace: string };

/** One click, also before the scripts arrive: the account that is signed in is the invited one. */
export function JoinButton({ token, email, workspace }: JoinButtonProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isJoining, startJoining] = useTransition();
  const router = useRouter();
  const join = () =>
    startJoining(async () => {
      const result = await reach(() => joinWorkspace({ token }));
      if (!result.ok) return setFailure(result.error.message);
      router.replace(`/${result.data.slug}/prompts`);
      router.refresh();
    });
  return (
    <>
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      <form action={join}>
        <Button type="submit" size="lg" block variant="primary" busy={isJoining && "Joining"}>
          Join {workspace}
        </Button>
      </form>
      <p className="mt-3 text-12 text-fg-muted">Signed in as {email}.</p>
    </>
  );
}
