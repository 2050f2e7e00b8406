"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { useWorkspace } from "../../_components/use-workspace";

/** A field in which the workspace's slug is typed to confirm an irreversible action. */
export function useTypedSlug() {
  const workspace = useWorkspace();
  const typed = useCheckedValue("", (value) => (value.trim() === workspace ? null : `Type ${workspace}.`));
  const field = (
    <Field label={`Type ${workspace} to confirm`} error={typed.error}>
      <Input {...typed.props} autoComplete="off" spellCheck={false} className="max-w-80" />
    </Field>
  );
  return { slug: typed.value.trim(), isFine: () => typed.isFine(), field };
}
