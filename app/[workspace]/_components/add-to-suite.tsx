"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { addAnswersToSuite } from "../quality/actions";
import { leftOutWords } from "./left-out-words";
import { useWorkspace } from "./use-workspace";

type Props = {
  interactionIds: readonly string[];
  suites: readonly { id: string; name: string }[];
  /** Called with the answers that did not become cases. */
  onAdded?: (skipped: readonly { interactionId: string; message: string }[]) => void;
};

/** Describes the result. The name of the suite follows. For a single case the number is omitted. */
function addedWords(count: number, skipped: readonly { message: string }[]): string {
  const added = count === 1 ? "Added to " : `${count} cases are added to `;
  return [leftOutWords(skipped), added].filter(Boolean).join(" ");
}

/** Adds the inputs of answers to a suite as cases, so that later versions are tested with them. */
export function AddToSuite({ interactionIds, suites, onAdded }: Props) {
  const workspace = useWorkspace();
  const [id, setId] = useState(suites[0]?.id ?? "");
  const [added, setAdded] = useState<string | null>(null);
  const { start, isBusy, failure } = useAction({
    run: () => addAnswersToSuite({ workspace, id, interactionIds: [...interactionIds] }),
    onDone: ({ cases, skipped }) => {
      setAdded(addedWords(cases.length, skipped));
      onAdded?.(skipped);
    },
  });
  if (suites.length === 0)
    return (
      <p className="text-fg-muted">
        {"No suite of this prompt yet. "}
        <TextLink href={`/${workspace}/evaluations`}>Create one</TextLink>
        {" to keep this case."}
      </p>
    );
  const name = suites.find((suite) => suite.id === id)?.name;
  if (added !== null)
    return (
      <p role="status">
        {added}
        <TextLink href={`/${workspace}/evaluations/suites/${id}`}>{name}</TextLink>
        {interactionIds.length === 1 ? ". Enter the correct answer there." : ". Enter the correct answers there."}
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Suite"
        value={id}
        onChange={(event) => setId(event.target.value)}
        options={suites.map((suite) => ({ value: suite.id, label: suite.name }))}
        className="w-52"
      />
      <Button icon={<Plus />} onClick={() => start()} busy={isBusy && "Adding"}>
        Add to suite
      </Button>
      {failure ? (
        <p role="alert" className="w-full text-negative">
          {failure.message}
        </p>
      ) : null}
    </div>
  );
}
