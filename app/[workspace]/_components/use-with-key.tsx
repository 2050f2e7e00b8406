"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { masked, UseSnippets, type UseSnippetsProps } from "@/app/_components/use-snippets";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useAction } from "@/components/ui/use-action";
import { makeKey } from "../settings/keys/actions";
import { useWorkspace } from "./use-workspace";

type UseWithKeyProps = Omit<UseSnippetsProps, "apiKey" | "footer"> & { canMake: boolean };

/** The examples of an application, and the key that they need. It is created here and shown once. */
export function UseWithKey({ canMake, ...snippets }: UseWithKeyProps) {
  const [made, setMade] = useState<string | null>(null);
  return (
    <UseSnippets
      {...snippets}
      apiKey={made}
      footer={<KeyInPlace environment={snippets.environment} canMake={canMake} made={made} onMade={setMade} />}
    />
  );
}

type KeyInPlaceProps = {
  environment: string;
  canMake: boolean;
  made: string | null;
  onMade: (key: string) => void;
};

function KeyInPlace({ environment, canMake, made, onMade }: KeyInPlaceProps) {
  const workspace = useWorkspace();
  const { start, isBusy, failure } = useAction({
    run: () => makeKey({ workspace, name: `First app, ${environment}`, scope: "runtime", environments: [environment] }),
    onDone: ({ key }) => onMade(key),
  });
  return (
    <>
      <code className="min-w-0 truncate text-12">UNDERSTUDY_API_KEY={made ? masked(made) : "us_…"}</code>
      {made ? (
        <CopyButton text={made}>Copy key</CopyButton>
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
        {made ? "The key is ready. Copy it now: it is shown once." : ""}
      </span>
    </>
  );
}
