"use client";

import { useTransition } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Callout } from "@/components/ui/callout";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { NewerVersion } from "@/lib/editing/draft/setup";
import { useEdit } from "./edit-context";

/** Another person saved a version while this draft was edited. It can be merged into the draft. */
export function NewerNote({ newer, base, className }: { newer: NewerVersion; base: number; className: string }) {
  const { setup, bringIn } = useEdit();
  const [isBusy, startTransition] = useTransition();
  const difference = promptPath(setup.workspace, setup.prompt.name, { tab: "history", from: base, to: newer.version });
  const merge = () => (isBusy ? undefined : startTransition(() => bringIn(newer)));
  return (
    <Callout
      tone="warning"
      live
      className={className}
      action={
        <span className="whitespace-nowrap">
          <LinkButton className="mr-2" onClick={merge}>
            {isBusy ? "Merging" : `Merge v${newer.version}`}
          </LinkButton>{" "}
          <TextLink href={difference} target="_blank">
            Show the difference
          </TextLink>
        </span>
      }
    >
      v{newer.version} was saved{newer.author ? ` by ${newer.author}` : ""} while you edited v{base}. Your draft does
      not contain its changes yet.
    </Callout>
  );
}
