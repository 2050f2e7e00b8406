"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { leftOutWords, measuredWords } from "@/lib/evaluation/suites/left-out-words";
import { addAnswersToSuite, makeSuiteOf } from "../quality/actions";
import { useWorkspace } from "./use-workspace";

type Props = {
  prompt: string;
  interactionIds: readonly string[];
  suites: readonly { id: string; name: string }[];
  /** Called with the answers that did not become cases. */
  onAdded?: (skipped: readonly { interactionId: string; message: string }[]) => void;
};

/** The value of the option that creates a suite. */
const newSuite = "";

type Added = { id: string; name: string; cases: number; skipped: { message: string }[]; rejectedBy: string[] };

/** Describes the result. The name of the suite follows. For a single case the number is omitted. */
function addedWords({ cases, skipped }: Added): string {
  const added = cases === 1 ? "Added to " : `${cases} cases are added to `;
  return [leftOutWords(skipped), added].filter(Boolean).join(" ");
}

/** What the cases still need. */
const nextWords = ({ cases, rejectedBy }: Added): string =>
  rejectedBy.length > 0 ? measuredWords(rejectedBy) : `Enter the correct ${cases === 1 ? "answer" : "answers"} there.`;

/** Adds the inputs of answers as cases to a suite of the prompt, or to a new one, to test later versions with them. */
export function AddToSuite({ prompt, interactionIds, suites, onAdded }: Props) {
  const workspace = useWorkspace();
  const [id, setId] = useState(suites[0]?.id ?? newSuite);
  const [added, setAdded] = useState<Added | null>(null);
  const { start, isBusy, failure } = useAction({
    run: () =>
      id === newSuite
        ? makeSuiteOf({ workspace, prompt, name: `${prompt}: live answers`, interactionIds: [...interactionIds] })
        : addAnswersToSuite({ workspace, id, interactionIds: [...interactionIds] }),
    onDone: (done) => {
      setAdded(done);
      onAdded?.(done.skipped);
    },
  });
  if (added)
    return (
      <p role="status">
        {addedWords(added)}
        <TextLink href={`/${workspace}/evaluations/suites/${added.id}`}>{added.name}</TextLink>
        {`. ${nextWords(added)}`}
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      {suites.length > 0 ? (
        <Select
          aria-label="Suite"
          value={id}
          onChange={(event) => setId(event.target.value)}
          options={[
            ...suites.map((suite) => ({ value: suite.id, label: suite.name })),
            { value: newSuite, label: "A new suite" },
          ]}
          className="w-52"
        />
      ) : null}
      <Button icon={<Plus />} onClick={() => start()} busy={isBusy && "Adding"}>
        {suites.length > 0 ? "Add to suite" : "Add to a new suite"}
      </Button>
      {failure ? (
        <p role="alert" className="w-full text-negative">
          {failure.message}
        </p>
      ) : null}
    </div>
  );
}
