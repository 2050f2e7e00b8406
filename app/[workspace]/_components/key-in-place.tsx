"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useAction } from "@/components/ui/use-action";
import { makeKey } from "../settings/keys/actions";

export type KeyInPlaceProps = { workspace: string; environment: string; canMake: boolean };

/** Masks a key except for its ends, so that it cannot be read from the screen. */
const masked = (key: string) => `${key.slice(0, 12)}${"•".repeat(12)}${key.slice(-4)}`;

/** Creates the key for the example above it and shows the key once. */
export function KeyInPlace({ workspace, environment, canMake }: KeyInPlaceProps) {
  const [key, setKey] = useState<string | null>(null);
  const { start, isBusy, failure } = useAction({
    run: () => makeKey({ workspace, name: `First app, ${environment}`, scope: "runtime", environments: [environment] }),
    onDone: (made) => setKey(made.key),
  });
  return (
    <>
      <code className="min-w-0 truncate text-12">UNDERSTUDY_KEY={key ? masked(key) : "us_…"}</code>
      {key ? (
        <CopyButton text={key}>Copy key</CopyButton>
      ) : (
        <Button
          size="sm"
          icon={<KeyRound className="size-3.5" />}
          busy={isBusy && "Creating"}
          off={canMake ? null : "Only admins and owners can create keys. Ask one of them."}
          onClick={() => start()}
        >
          Create a key
        </Button>
      )}
      {failure ? (
        <p role="alert" className="basis-full text-12 text-negative">
          {failure.message}
        </p>
      ) : null}
      <span role="status" className="sr-only">
        {key ? "The key is ready. Copy it now: it is shown once." : ""}
      </span>
    </>
  );
}
