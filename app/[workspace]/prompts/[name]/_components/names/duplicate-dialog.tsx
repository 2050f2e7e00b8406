"use client";

import * as z from "zod/mini";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { duplicate } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { useRouter } from "@/components/layout/use-router";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { promptName } from "@/lib/editing/prompt-name-field";

export type DuplicateDialogProps = { name: string; latestVersion: number; onClose: () => void };

const schema = z.object({ to: promptName, version: z.pipe(z.string(), z.transform(Number)) });
const mostShown = 200;

/** A dialog that creates a prompt from a version of this one. */
export function DuplicateDialog({ name, latestVersion, onClose }: DuplicateDialogProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const form = useForm({
    schema,
    values: { to: `${name}-copy`, version: String(latestVersion) },
    run: (sent) => duplicate({ workspace, name, ...sent }),
    onDone: (made) => {
      onClose();
      router.push(promptPath(workspace, made.name));
      router.refresh();
    },
    at: { already_exists: "to" },
  });
  const numbers = Array.from({ length: Math.min(latestVersion, mostShown) }, (_, back) => latestVersion - back);

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Duplicate ${name}`}
      description="A separate prompt with the same description and tags. It is not live until you promote it."
      act="Duplicate"
      acting="Duplicating"
    >
      <FormField form={form} name="to" label="Name">
        {(field) => <Input {...field} mono autoFocus autoComplete="off" spellCheck={false} />}
      </FormField>
      <FormField form={form} name="version" label="Version to start with" help="It becomes v1 of the new prompt.">
        {(field) => (
          <Select
            {...field}
            options={numbers.map((number) => ({
              value: String(number),
              label: number === latestVersion ? `v${number}, the newest` : `v${number}`,
            }))}
          />
        )}
      </FormField>
    </FormDialog>
  );
}
