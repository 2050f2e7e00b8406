"use client";

import { promptPath } from "@/app/[workspace]/_components/paths";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { SnippetLine } from "@/lib/editing/draft/draft-snippets";
import { useEdit } from "./edit-context";

/** The text of a snippet's version, with a link to the snippet and a button that pins a newer version. */
export function SnippetText({ snippet, close }: { snippet: SnippetLine; close: () => void }) {
  const { setup, dispatch, isReadOnly } = useEdit();
  const { name, version, text, newer } = snippet;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 text-12 text-fg-muted">
        <TextLink href={promptPath(setup.workspace, name)}>{name}</TextLink>
        <span>v{version}</span>
        {newer === null ? null : (
          <span>
            v{newer} is newer.{" "}
            {isReadOnly ? null : (
              <LinkButton onClick={() => dispatch({ do: "pin", pin: { name, version: newer } })}>
                Use v{newer}
              </LinkButton>
            )}
          </span>
        )}
        <LinkButton className="ml-auto" onClick={close}>
          Close
        </LinkButton>
      </p>
      <p className="whitespace-pre-wrap font-mono text-[13px] leading-[21px] [overflow-wrap:anywhere]">
        {text ?? "Loading the text."}
      </p>
    </>
  );
}
