"use client";

import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { caseFilters } from "@/app/[workspace]/evaluations/_components/filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  importHref: string;
  prompt: string | null;
  isFiltered: boolean;
  onAdd: (() => void) | undefined;
};

export function NoCases({ importHref, prompt, isFiltered, onAdd }: Props) {
  const workspace = useWorkspace();
  if (isFiltered) return <NoMatch title="No case matches" params={caseFilters} />;
  return (
    <EmptyState
      title="No case yet"
      action={
        onAdd ? (
          <span className="flex flex-wrap justify-center gap-2">
            <Button onClick={onAdd}>Add case</Button>
            <Button href={importHref}>Import CSV or JSONL</Button>
          </span>
        ) : null
      }
      more={
        prompt ? (
          <TextLink href={promptPath(workspace, prompt, { tab: "playground" })}>Open the playground</TextLink>
        ) : null
      }
    >
      A case contains values for the prompt and the correct answer. The quickest way is to run the prompt in the
      playground and keep a good answer. You can also import a spreadsheet of cases.
    </EmptyState>
  );
}
