"use client";

import { useState } from "react";
import { copiesPath, copyPath, promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import type { MergePart } from "@/lib/registry/queries/merge-plan";
import type { Content } from "@/lib/template/content";
import { mergeCopy } from "../../actions/copies";
import { LateMergeView as MergeView } from "../merge/late-merge-view";

type Props = {
  /** The version of the prompt. */
  name: string;
  copy: DraftCopyView;
  into: "prompt" | "copy";
  base: MergePart;
  ours: MergePart;
  theirs: MergePart;
  /** The version number of the merge. */
  next: number;
};

/** A form that resolves conflicts, asks for a reason, and creates the version. */
export function MergeForm({ name, copy, into, base, ours, theirs, next }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [message, setMessage] = useState("");
  const back = copyPath(workspace, name, copy.id);
  const isIntoPrompt = into === "prompt";

  const { start, isBusy, failure, setFailure } = useAction({
    run: (content: Content) =>
      mergeCopy({
        workspace,
        name,
        id: copy.id,
        into,
        content,
        expectedLatest: theirs.version,
        expectedHead: ours.version,
        ...(message.trim() && { message: message.trim() }),
      }),
    done: ({ version }) =>
      isIntoPrompt
        ? { title: `“${copy.name}” is merged as v${version}.`, detail: "It is not live yet." }
        : {
            title: `“${copy.name}” contains the changes of v${theirs.version}.`,
            detail: `Saved in the copy as v${version}.`,
          },
    refresh: "done",
    onDone: ({ version, parentVersion }) => {
      const difference = { tab: "history", from: parentVersion ?? base.version, to: version } as const;
      router.push(isIntoPrompt ? promptPath(workspace, name, difference) : back);
    },
  });
  const isStale = failure?.code === "revision_conflict";
  return (
    <>
      <header className="px-6 pt-4 pb-3 max-md:px-4">
        <p className="text-12">
          <TextLink href={copiesPath(workspace, name)}>Draft copies</TextLink> <span className="text-fg-subtle">/</span>{" "}
          <TextLink href={back}>{copy.name}</TextLink>
        </p>
        <h2 className="text-16 [overflow-wrap:anywhere]">
          {isIntoPrompt ? `Merge “${copy.name}” into ${name}` : `Merge v${theirs.version} into “${copy.name}”`}
        </h2>
        <p className="mt-0.5 max-w-[70ch] text-fg-muted">
          {isIntoPrompt
            ? `v${next} will contain the changes of the copy and the prompt since v${base.version}. It is not live until you promote it.`
            : `The copy gets the changes of the prompt since v${base.version}. The prompt does not change.`}
        </p>
      </header>
      <div className="flex flex-1 flex-col border-line border-t">
        <MergeView
          base={base.content}
          ours={ours.content}
          theirs={theirs.content}
          oursLabel={`${copy.name}, v${ours.version}`}
          theirsLabel={`${name}, v${theirs.version}`}
          submitLabel={`Merge as v${next}`}
          onResolved={start}
          isBusy={isBusy}
          onCancel={() => router.push(back)}
        >
          {failure ? (
            <Callout
              tone={isStale ? "warning" : "negative"}
              live
              action={
                isStale ? (
                  <LinkButton
                    onClick={() => {
                      setFailure(null);
                      router.refresh();
                    }}
                  >
                    Show the current state
                  </LinkButton>
                ) : null
              }
            >
              Nothing was merged. {failure.message}
            </Callout>
          ) : null}
          <Field label="Message" note="optional">
            <Input
              value={message}
              maxLength={2000}
              placeholder={isIntoPrompt ? `Merge ${copy.name} (v${ours.version})` : `Merge v${theirs.version}`}
              onChange={(event) => setMessage(event.target.value)}
            />
          </Field>
        </MergeView>
      </div>
    </>
  );
}
