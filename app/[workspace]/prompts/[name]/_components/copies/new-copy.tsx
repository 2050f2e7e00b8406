"use client";

import { GitBranchPlus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import * as z from "zod/mini";
import { PageCommands } from "@/components/layout/shell-context";
import type { CommandGroup } from "@/components/layout/types";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { needed } from "@/components/ui/form-schema";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { makeCopy } from "../../actions/copies";
import { copiesPath, copyPath } from "./copy-paths";

type Source = { version: number; message: string; copy: string | null };

type Props = {
  workspace: string;
  name: string;
  latest: number;
  /** What a copy can be made from, newest first. */
  versions: readonly Source[];
  refusal: string | null;
  variant: "primary" | "default";
};

/** The way to a new draft copy; `?new=18` in the address opens it on that version. */
export function NewCopy({ variant, refusal, ...props }: Props) {
  const asked = useSearchParams().get("new");
  const [isOpen, setOpen] = useState(asked !== null && refusal === null);
  const commands = useMemo<CommandGroup[]>(
    () => [
      {
        heading: "Draft copies",
        items: [
          {
            id: "new draft copy",
            label: "New draft copy",
            icon: <GitBranchPlus />,
            keywords: ["branch", "fork"],
            onSelect: () => setOpen(true),
          },
        ],
      },
    ],
    [],
  );
  return (
    <>
      {refusal === null ? <PageCommands groups={commands} /> : null}
      <Button variant={variant} icon={<GitBranchPlus />} off={refusal} onClick={() => setOpen(true)}>
        New draft copy
      </Button>
      {isOpen ? <OpenDialog {...props} asked={Number(asked)} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const schema = z.object({
  copyName: needed("Enter a name."),
  description: z.string(),
  fromVersion: z.pipe(z.string(), z.transform(Number)),
});

const sourceWords = ({ version, message, copy }: Source, latest: number) =>
  [`v${version}`, copy ?? (version === latest ? "newest" : null), message].filter(Boolean).join(", ");

type DialogProps = Omit<Props, "variant" | "refusal"> & { asked: number; onClose: () => void };

function OpenDialog({ workspace, name, latest, versions, asked, onClose }: DialogProps) {
  const router = useRouter();
  const from = versions.some(({ version }) => version === asked) ? asked : latest;
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
      acting="Making"
    >
      <FormField form={form} name="copyName" label="Name" help="What you want to try: Warmer greeting">
        {(field) => <Input {...field} autoComplete="off" maxLength={80} />}
      </FormField>
      <FormField form={form} name="description" label="What for" note="optional">
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
