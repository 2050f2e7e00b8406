"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ListedPrompt } from "@/lib/guards/queries/listed-prompts";
import type { BulkInput } from "@/lib/registry/bulk";
import { promptNameFault } from "@/lib/registry/prompt-name";
import type { BulkAct } from "./bulk-bar";
import { BulkDialog, type BulkDialogProps } from "./bulk-dialog";

const counted = (count: number) => (count === 1 ? "one prompt" : `${count} prompts`);
const some = (count: number) => (count === 0 ? "" : ` ${counted(count)}`);
const are = (count: number, what: string) => `${count === 1 ? "One prompt is" : `${count} prompts are`} ${what}.`;

export type ChosenProps = {
  prompts: readonly ListedPrompt[];
  folders: readonly string[];
  onLeaveOut: (names: readonly string[]) => void;
  onClose: () => void;
  onDone: () => void;
};

/** The dialog of an action on the chosen prompts. */
export function ChosenDialog({ act, ...props }: ChosenProps & { act: BulkAct }) {
  if (act === "tag") return <TagDialog {...props} />;
  return act === "move" ? <MoveDialog {...props} /> : <ArchiveDialog act={act} {...props} />;
}

function ArchiveDialog({ act, prompts, folders: _, ...props }: ChosenProps & { act: "archive" | "restore" }) {
  const names = prompts.map(({ name }) => name);
  const live = prompts.filter(({ deployments }) => deployments.length > 0);
  const inProduction = live.some(({ deployments }) => deployments.some(({ status }) => status === "production"));
  const reach =
    live.length === 0
      ? "They are not live, so no application gets them."
      : `${live.length === names.length ? "All of them are" : live.length === 1 ? "One of them is" : `${live.length} of them are`} live somewhere`;
  const description =
    act === "archive"
      ? live.length === 0
        ? reach
        : `${reach}: applications that request them get 404 at once. Versions and releases are kept.`
      : live.length === 0
        ? "All their versions are restored."
        : `${reach} again: applications that request them get them at once.`;
  return (
    <BulkDialog
      {...props}
      title={act === "archive" ? `Archive ${counted(names.length)}` : `Restore ${counted(names.length)}`}
      description={description}
      input={{ act, names }}
      act={(count) => `${act === "archive" ? "Archive" : "Restore"}${some(count)}`}
      busy={act === "archive" ? "Archiving" : "Restoring"}
      done={(count) => are(count, act === "archive" ? "archived" : "back")}
      isLive={inProduction}
    />
  );
}

const tagsIn = (text: string) => [...new Set(text.split(",").map((tag) => tag.trim()))].filter(Boolean);

function TagDialog({ prompts, folders: _, ...props }: ChosenProps) {
  const [text, setText] = useState("");
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const present = [...new Set(prompts.flatMap(({ tags }) => tags))].sort();
  const add = tagsIn(text);
  const tooLong = add.find((tag) => tag.length > 50);
  const remove = [...removed].filter((tag) => present.includes(tag) && !add.includes(tag));
  const names = prompts.map(({ name }) => name);
  const isValid = add.length + remove.length > 0 && !tooLong && add.length <= 20;
  const toggle = (tag: string, isOn: boolean) =>
    setRemoved((before) => new Set(isOn ? [...before, tag] : [...before].filter((one) => one !== tag)));
  return (
    <BulkDialog
      {...props}
      title={`Tags of ${counted(names.length)}`}
      description="Tags help people find prompts. Applications are not affected."
      input={isValid ? { act: "tag", names, add, remove } : null}
      act={(count) => (count === 0 ? "Change tags" : `Change tags of ${counted(count)}`)}
      busy="Changing"
      done={(count) => `${count === 1 ? "One prompt has" : `${count} prompts have`} other tags.`}
    >
      <Field
        label="Add tags"
        help="Separate several with commas."
        error={tooLong ? `A tag has at most 50 characters: ${tooLong.slice(0, 30)}…` : null}
      >
        <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" autoFocus />
      </Field>
      {present.length > 0 ? (
        <fieldset>
          <legend className="mb-1 font-medium">Remove tags</legend>
          <div className="grid max-h-40 grid-cols-2 gap-x-4 overflow-y-auto">
            {present.map((tag) => (
              <Checkbox
                key={tag}
                label={<span className="break-all">{tag}</span>}
                checked={removed.has(tag)}
                onChange={(event) => toggle(tag, event.target.checked)}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
    </BulkDialog>
  );
}

const folderFault = (folder: string) => (folder === "" ? null : promptNameFault(folder.replace(/\/+$/, "")));

type FolderFieldProps = { value: string; onChange: (folder: string) => void; folders: readonly string[] };

function FolderField({ value, onChange, folders }: FolderFieldProps) {
  return (
    <Field
      label="Folder"
      help="Use / for a folder in a folder: support/eu. Leave it empty for no folder."
      error={folderFault(value)}
    >
      <Input
        mono
        list="folders"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <datalist id="folders">
        {folders.map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
    </Field>
  );
}

const aliasNote = "Applications still get them by their old names.";

function MoveDialog({ prompts, folders, ...props }: ChosenProps) {
  const [folder, setFolder] = useState("");
  const names = prompts.map(({ name }) => name);
  const input: BulkInput | null = folderFault(folder) ? null : { act: "move", names, folder };
  return (
    <BulkDialog
      {...props}
      title={`Move ${counted(names.length)}`}
      description={aliasNote}
      input={input}
      act={(count) => `Move${some(count)}${folder || count === 0 ? "" : " to no folder"}`}
      busy="Moving"
      done={(count) => are(count, folder ? `in ${folder.replace(/\/+$/, "")} now` : "in no folder now")}
    >
      <FolderField value={folder} onChange={setFolder} folders={folders} />
    </BulkDialog>
  );
}

type FolderProps = Pick<BulkDialogProps, "onClose" | "onDone"> & {
  from: string;
  folders: readonly string[];
};

/** A dialog that renames or moves a folder with every prompt in it. */
export function FolderDialog({ from, folders, ...props }: FolderProps) {
  const [folder, setFolder] = useState(from);
  const to = folder.replace(/\/+$/, "");
  return (
    <BulkDialog
      {...props}
      title={`Rename or move the folder ${from}`}
      description={`The names of all its prompts change, including archived ones. ${aliasNote}`}
      input={folderFault(folder) || to === from ? null : { act: "move", from, folder: to }}
      act={(count) => (count === 0 ? "Rename folder" : `Rename folder with ${counted(count)}`)}
      busy="Renaming"
      done={(count) => are(count, to ? `in ${to} now` : "in no folder now")}
    >
      <FolderField value={folder} onChange={setFolder} folders={folders.filter((one) => one !== from)} />
    </BulkDialog>
  );
}
