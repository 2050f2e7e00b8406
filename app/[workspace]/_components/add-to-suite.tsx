"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { addAnswerToSuite } from "../quality/actions";

type Props = { workspace: string; interactionId: string; suites: readonly { id: string; name: string }[] };

/** Makes the answer's input a case of a suite, so that no later version fails it unseen. */
export function AddToSuite({ workspace, interactionId, suites }: Props) {
  const [id, setId] = useState(suites[0]?.id ?? "");
  const [state, setState] = useState<"rest" | "adding" | "added" | { fault: string }>("rest");
  if (suites.length === 0)
    return (
      <p className="text-fg-muted">
        {"No suite of this prompt yet. "}
        <TextLink href={`/${workspace}/evaluations`}>Make one</TextLink>
        {" to keep this case."}
      </p>
    );
  const add = async () => {
    setState("adding");
    const result = await reach(() => addAnswerToSuite({ workspace, id, interactionId }));
    setState(result.ok ? "added" : { fault: result.error.message });
  };
  const name = suites.find((suite) => suite.id === id)?.name;
  if (state === "added")
    return (
      <p role="status">
        {"Added to "}
        <TextLink href={`/${workspace}/evaluations/suites/${id}`}>{name}</TextLink>
        {". Enter the correct answer there."}
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
