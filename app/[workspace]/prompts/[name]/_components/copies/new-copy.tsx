"use client";

import { GitBranchPlus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { PageCommands } from "@/components/layout/shell-context";
import type { CommandGroup } from "@/components/layout/types";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useCheckedValue } from "@/components/ui/use-checked-value";
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

const checkName = (name: string) => (name.trim() === "" ? "Enter a name." : null);

const sourceWords = ({ version, message, copy }: Source, latest: number) =>
  [`v${version}`, copy ?? (version === latest ? "newest" : null), message].filter(Boolean).join(", ");

type DialogProps = Omit<Props, "variant" | "refusal"> & { asked: number; onClose: () => void };

function OpenDialog({ workspace, name, latest, versions, asked, onClose }: DialogProps) {
  const router = useRouter();
  const copyName = useCheckedValue("", checkName);
  const [description, setDescription] = useState("");
  const [from, setFrom] = useState(versions.some(({ version }) => version === asked) ? asked : latest);

  const close = () => {
    onClose();
    router.replace(copiesPath(workspace, name), { scroll: false });
  };

  return (
    <ActionDialog
      onClose={close}
      title="New draft copy"
      description="It has its own versions. The prompt does not change until you merge."
      act="Create draft copy"
      acting="Making"
      check={copyName.isFine}
      run={() => makeCopy({ workspace, name, copyName: copyName.value, description, fromVersion: from })}
      onRefused={copyName.takeRefusal("already_exists")}
      onDone={({ id }) => router.push(copyPath(workspace, name, id))}
    >
      <Field label="Name" help="What you want to try: Warmer greeting" error={copyName.error}>
        <Input {...copyName.props} autoComplete="off" maxLength={80} />
      </Field>
      <Field label="What for" note="optional">
        <Input value={description} onChange={(event) => setDescription(event.target.value)} maxLength={2000} />
      </Field>
      <Field label="Starts from">
        <Select
          value={String(from)}
          onChange={(event) => setFrom(Number(event.target.value))}
          options={versions.map((source) => ({ value: String(source.version), label: sourceWords(source, latest) }))}
        />
      </Field>
    </ActionDialog>
  );
}
