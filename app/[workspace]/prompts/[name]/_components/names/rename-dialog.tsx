"use client";

import { useRouter } from "next/navigation";
import * as z from "zod/mini";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { rename } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { Checkbox } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { useForm } from "@/components/ui/use-form";
import { promptName } from "@/lib/editing/prompt-name-field";

export type RenameDialogProps = {
  name: string;
  /** Why the old name must be kept: the prompt is live where this person may not release. Null if it can be removed. */
  dropRefusal: string | null;
  onClose: () => void;
};

const schema = z.object({ to: promptName, keepAlias: z.boolean() });

/** A dialog that renames a prompt. It says which applications are affected. */
export function RenameDialog({ name, dropRefusal, onClose }: RenameDialogProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const takeBack = async (now: string) => {
    const result = await reach(() => rename({ workspace, name: now, to: name, keepAlias: dropRefusal !== null }));
    if (result.ok) router.replace(promptPath(workspace, name));
    return result;
  };

  const form = useForm({
    schema,
    values: { to: name, keepAlias: true },
    run: (sent) => rename({ workspace, name, ...sent }),
    done: ({ name: now }, { keepAlias }) => ({
      title: `${name} is ${now} now.`,
      detail: keepAlias ? "Applications get it by both names." : "Applications no longer get it by the old name.",
      undo: { run: () => takeBack(now) },
    }),
    onDone: ({ name: now }) => {
      onClose();
      router.replace(promptPath(workspace, now, { tab: "settings" }));
      router.refresh();
    },
    at: { already_exists: "to" },
  });
  const isKept = form.watch("keepAlias");

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Rename ${name}`}
      description="Versions, releases and all other data are kept. Links to the old address still work."
      note="You can undo this."
      act="Rename"
      acting="Renaming"
    >
      <FormField form={form} name="to" label="New name" help="Use / for a folder: support/reply.">
        {(field) => <Input {...field} mono autoFocus autoComplete="off" spellCheck={false} />}
      </FormField>
      <Checkbox
        label={`Applications still get it by ${name}`}
        help={
          dropRefusal ??
          (isKept
            ? "The old name becomes a former name, which no other prompt can take."
            : "Applications that use the old name get 404 at once. Understudy does not record which ones do.")
        }
        checked={isKept}
        disabled={dropRefusal !== null}
        onChange={(event) => form.setValue("keepAlias", event.target.checked)}
      />
    </FormDialog>
  );
}
