"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { TagsInput } from "@/components/ui/tags-input";
import { useAction } from "@/components/ui/use-action";
import { update } from "../../actions/settings";

type Props = {
  name: string;
  description: string;
  tags: readonly string[];
  /** Why it cannot be changed. Null if it can. */
  off: string | null;
};

/** A form for the description and the tags. Applications do not get them. */
export function DescriptionForm({ name, description, tags, off }: Props) {
  const workspace = useWorkspace();
  const [text, setText] = useState(description);
  const [chosen, setChosen] = useState<readonly string[]>(tags);
  const isSame = text === description && chosen.join("\n") === tags.join("\n");
  const { start, isBusy, failure } = useAction({
    run: () => update({ workspace, name, description: text, tags: chosen }),
    done: { title: "Settings saved.", seconds: 4 },
    refresh: "done",
  });

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame && !off) start();
      }}
    >
      <h2 className="text-14">About this prompt</h2>
      <Field label="Description" help="What it is for, in one sentence. Shown in the list.">
        <Textarea
          value={text}
          maxLength={2000}
          readOnly={Boolean(off)}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <TagsInput tags={chosen} onChange={setChosen} isOff={Boolean(off)} />
      {failure ? (
        <p role="alert" className="text-negative">
          {failure.message}
        </p>
      ) : null}
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={isBusy && "Saving"}
          off={off ?? (isSame ? "Nothing has changed" : null)}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
