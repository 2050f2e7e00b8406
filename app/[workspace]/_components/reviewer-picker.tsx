"use client";

import { Avatar } from "@/components/ui/avatar";
import { Checkbox } from "@/components/ui/choice";
import { Skeleton } from "@/components/ui/skeleton";
import { useRead } from "@/components/ui/use-read";
import type { ActorView } from "@/lib/auth/actor-view";
import { loadReviewers } from "../changes/actions";
import { useWorkspace } from "./use-workspace";

type Props = {
  environment: string;
  /** People who cannot be asked: they were asked already, have approved, or wrote the version. */
  requested?: readonly ActorView[];
  /** Whether at least one person must be chosen. */
  isRequired?: boolean;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

/** Chooses among the people who may approve. */
export function ReviewerPicker({ environment, requested = [], isRequired = false, chosen, onChange }: Props) {
  const workspace = useWorkspace();
  const { data, failure } = useRead(loadReviewers, { workspace, environment });
  const free = data?.filter(({ id }) => !requested.some((one) => one.id === id));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 flex items-baseline gap-2 font-medium">
        Reviewers
        {isRequired ? null : <span className="font-normal text-12 text-fg-subtle">optional</span>}
      </legend>
      {failure ? <p className="text-12 text-negative">{failure.message}</p> : null}
      {data || failure ? null : <Skeleton className="h-6 w-48" />}
      {free?.length === 0 ? <p className="text-fg-muted">{`Nobody else may promote to ${environment}.`}</p> : null}
      {free && free.length > 0 ? (
        <div className="grid max-h-44 gap-0.5 overflow-y-auto rounded-md border border-line px-2.5 py-1.5">
          {free.map(({ id, name }) => (
            <Checkbox
              key={id}
              checked={id !== null && chosen.includes(id)}
              onChange={({ target }) =>
                id && onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
              label={
                <span className="flex items-center gap-2">
                  <Avatar name={name} size={20} silent />
                  {name}
                </span>
              }
            />
          ))}
        </div>
      ) : null}
      {free && free.length > 0 ? (
        <p className="text-12 text-fg-muted">
          They see it at the top of their inbox. If e-mail or Slack is set up, they also get a message.
        </p>
      ) : null}
    </fieldset>
  );
}
