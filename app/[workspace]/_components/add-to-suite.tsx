"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { addAnswersToSuite, makeSuiteOf } from "../quality/actions";
import { leftOutWords } from "./left-out-words";
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

/** Describes the result. The name of the suite follows. For a single case the number is omitted. */
function addedWords(count: number, skipped: readonly { message: string }[]): string {
  const added = count === 1 ? "Added to " : `${count} cases are added to `;
  return [leftOutWords(skipped), added].filter(Boolean).join(" ");
}

/** Adds the inputs of answers as cases to a suite of the prompt, or to a new one, to test later versions with them. */
export function AddToSuite({ prompt, interactionIds, suites, onAdded }: Props) {
  const workspace = useWorkspace();
  const [id, setId] = useState(suites[0]?.id ?? newSuite);
  const [added, setAdded] = useState<{ text: string; suite: { id: string; name: string } } | null>(null);
  const ids = [...interactionIds];
  const { start, isBusy, failure } = useAction({
    run: async () => {
      if (id === newSuite)
        return makeSuiteOf({ workspace, prompt, name: `${prompt}: live answers`, interactionIds: ids });
      const result = await reach(() => addAnswersToSuite({ workspace, id, interactionIds: ids }));
      if (!result.ok) return result;
      const { cases, skipped } = result.data;
      const name = suites.find((suite) => suite.id === id)?.name ?? "";
      return { ok: true as const, data: { id, name, cases: cases.length, skipped } };
    },
    onDone: ({ cases, skipped, ...suite }) => {
      setAdded({ text: addedWords(cases, skipped), suite });
      onAdded?.(skipped);
    },
  });
  if (added)
    return (
      <p role="status">
        {added.text}
        <TextLink href={`/${workspace}/evaluations/suites/${added.suite.id}`}>{added.suite.name}</TextLink>
        {interactionIds.length === 1 ? ". Enter the correct answer there." : ". Enter the correct answers there."}
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
