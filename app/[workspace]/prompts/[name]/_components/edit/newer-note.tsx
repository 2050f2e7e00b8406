"use client";

import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Callout } from "@/components/ui/callout";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useEdit } from "./edit-context";
import type { NewerVersion } from "./setup";

/** Somebody saved while this was being edited: it can be brought in, so that both texts go on. */
export function NewerNote({ newer, base, className }: { newer: NewerVersion; base: number; className?: string }) {
  const { setup, bringIn } = useEdit();
  const [isBusy, setBusy] = useState(false);
  const difference = promptPath(setup.workspace, setup.prompt.name, { tab: "history", from: base, to: newer.version });
  const bring = async () => {
    if (isBusy) return;
    setBusy(true);
    await bringIn(newer);
    setBusy(false);
  };
  return (
    <Callout
      tone="warning"
      live
      className={className}
      action={
        <>
          <LinkButton className="mr-2" onClick={() => void bring()}>
            {isBusy ? "Bringing it in" : "Bring it in"}
          </LinkButton>{" "}
          <TextLink href={difference} target="_blank">
            Look at the difference
          </TextLink>
        </>
      }
    >
      v{newer.version} was saved{newer.author ? ` by ${newer.author}` : ""} while you edited v{base}. What it changed is
      not in your draft yet.
    </Callout>
  );
}
