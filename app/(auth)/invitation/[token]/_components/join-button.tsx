"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { useAction } from "@/components/ui/use-action";
import { joinWorkspace } from "../actions";

/** Joins with the invited account, which is signed in. It takes one click and works before the scripts load. */
export function JoinButton({ token, email, workspace }: { token: string; email: string; workspace: string }) {
  const router = useRouter();
  const { start, isBusy, failure } = useAction({
    run: () => joinWorkspace({ token }),
    onDone: ({ slug }) => {
      router.replace(`/${slug}/prompts`);
      router.refresh();
    },
  });
  return (
    <>
      <FailureCallout message={failure?.message} className="mb-4" />
      <form action={() => start()}>
        <Button type="submit" size="lg" block variant="primary" busy={isBusy && "Joining"}>
          Join {workspace}
        </Button>
      </form>
      <p className="mt-3 text-12 text-fg-muted">Signed in as {email}.</p>
    </>
  );
}
