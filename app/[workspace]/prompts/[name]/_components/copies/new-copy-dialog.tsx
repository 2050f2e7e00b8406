"use client";

import * as z from "zod/mini";
import { copiesPath, copyPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { needed } from "@/lib/editing/form-schema";
import { makeCopy } from "../../actions/copies";

type Source = { version: number; message: string; copy: string | null };

export type NewCopyProps = {
  name: string;
  latest: number;
  /** The versions that a copy can start from, newest first. */
  versions: readonly Source[];
  refusal: string | null;
  variant: "primary" | "default";
};

const schema = z.object({
  copyName: needed("Enter a name."),
  description: z.string(),
  fromVersion: z.pipe(z.string(), z.transform(Number)),
});

const sourceWords = ({ version, message, copy }: Source, latest: number) =>
  [`v${version}`, copy ?? (version === latest ? "newest" : null), message].filter(Boolean).join(", ");

type DialogProps = Omit<NewCopyProps, "variant" | "refusal"> & { requestedVersion: number; onClose: () => void };

/** A dialog that names a draft copy and chooses its start version. */
export function NewCopyDialog({ name, latest, versions, requestedVersion, onClose }: DialogProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const from = versions.some(({ version }) => version === requestedVersion) ? requestedVersion : latest;
  const form = useForm({
    schema,
    values: { copyName: "", description: "", fromVersion: String(from) },
    run: (sent) => makeCopy({ workspace, name, ...sent }),
    onDone: ({ id }) => router.push(copyPath(workspace, name, id)),
    at: { already_exists: "copyName" },
  });

  const close = () => {
    onClose();
    router.replace(copiesPath(workspace, name), { scroll: false });
  };

  return (
    <FormDialog
      form={form}
      onClose={close}
      title="New draft copy"
      description="It has its own versions. The prompt does not change until you merge."
      act="Create draft copy"
      acting="Creating"
    >
      <FormField form={form} name="copyName" label="Name" help="What you want to try: Warmer greeting">
        {(field) => <Input {...field} autoComplete="off" maxLength={80} />}
      </FormField>
      <FormField form={form} name="description" label="Purpose" note="optional">
        {(field) => <Input {...field} maxLength={2000} />}
      </FormField>
      <FormField form={form} name="fromVersion" label="Starts from">
        {(field) => (
          <Select
            {...field}
            options={versions.map((source) => ({ value: String(source.version), label: sourceWords(source, latest) }))}
          />
        )}
      </FormField>
    </FormDialog>
  );
}
