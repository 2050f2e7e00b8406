"use client";

import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { promptPath } from "../../../../_components/paths";
import { useEdit } from "./edit-context";
import type { NewerVersion } from "./setup";

/** Somebody saved while this was being edited. */
export function NewerNote({ newer, base, className }: { newer: NewerVersion; base: number; className?: string }) {
  const { setup } = useEdit();
  const difference = promptPath(setup.workspace, setup.prompt.name, { tab: "history", from: base, to: newer.version });
  return (
    <Callout
      tone="warning"
      live
      className={className}
      action={
        <TextLink href={difference} target="_blank">
          Look at the difference
        </TextLink>
      }
    >
      v{newer.version} was saved{newer.author ? ` by ${newer.author}` : ""} while you edited v{base}. What it changed is
      not in your draft.
    </Callout>
  );
}
