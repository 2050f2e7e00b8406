"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { addAnswersToSuite } from "../quality/actions";

type Props = {
  workspace: string;
  interactionIds: readonly string[];
  suites: readonly { id: string; name: string }[];
};

/** Describes the result. The name of the suite follows. For a single case the number is omitted. */
function addedWords(count: number, skipped: readonly { message: string }[]): string {
  const [first] = skipped;
  const added = count === 1 ? "Added to " : `${count} cases are added to `;
  if (!first) return added;
  return `${skipped.length === 1 ? "One is" : `${skipped.length} are`} left out: ${first.message} ${added}`;
}

/** Adds the inputs of answers to a suite as cases, so that later versions are tested with them. */
export function AddToSuite({ workspace, interactionIds, suites }: Props) {
  const [id, setId] = useState(suites[0]?.id ?? "");
  const [state, setState] = useState<"rest" | "adding" | { added: string } | { fault: string }>("rest");
  if (suites.length === 0)
    return (
      <p className="text-fg-muted">
        {"No suite of this prompt yet. "}
        <TextLink href={`/${workspace}/evaluations`}>Create one</TextLink>
        {" to keep this case."}
      </p>
    );
  const add = async () => {
    setState("adding");
    const result = await reach(() => addAnswersToSuite({ workspace, id, interactionIds: [...interactionIds] }));
    setState(
      result.ok
        ? { added: addedWords(result.data.cases.length, result.data.skipped) }
        : { fault: result.error.message },
    );
  };
  const name = suites.find((suite) => suite.id === id)?.name;
  if (typeof state === "object" && "added" in state)
    return (
      <p role="status">
        {state.added}
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
      <Button icon={<Plus />} onClick={add} busy={state === "adding" && "Adding"}>
        Add to suite
      </Button>
      {typeof state === "object" ? (
        <p role="alert" className="w-full text-negative">
          {state.fault}
        </p>
      ) : null}
    </div>
  );
}
