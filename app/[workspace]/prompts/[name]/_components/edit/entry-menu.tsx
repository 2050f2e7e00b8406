"use client";

import { ArrowDown, ArrowUp, CircleDashed, Copy, Ellipsis, File, Image, Trash2, Wrench } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { DraftEntry } from "@/lib/editing/draft/draft";
import { slotTitle } from "@/lib/editing/draft/draft";
import { asParts, newPart } from "@/lib/editing/draft/draft-parts";
import { newId } from "@/lib/editing/draft/new-id";
import { placeWords } from "@/lib/editing/draft/place-words";
import { useEdit } from "./edit-context";

type Props = { entry: DraftEntry; index: number; moveBy: (step: number) => void };

/** The menu of an entry. It moves, duplicates and deletes the entry without dragging, and adds parts to a message. */
export function EntryMenu({ entry, index, moveBy }: Props) {
  const { draft, dispatch } = useEdit();
  const isMessage = entry.kind === "message";
  const name = isMessage ? placeWords(draft, entry.id) : slotTitle(entry.placeholder);

  const remove = () => {
    dispatch({ do: "remove entry", id: entry.id });
    toast({
      title: `${name} deleted.`,
      detail: "Nothing is saved yet.",
      undo: () => dispatch({ do: "insert entry", entry, at: index }),
    });
  };
  const duplicate: MenuItem[] = isMessage
    ? [
        {
          label: "Duplicate",
          icon: <Copy />,
          onSelect: () => dispatch({ do: "insert entry", entry: { ...entry, id: newId() }, at: index + 1 }),
        },
      ]
    : [];
  const addPart = (type: "image" | "file") => {
    if (entry.kind !== "message") return;
    const parts = entry.parts ?? asParts(entry.content);
    dispatch({ do: "set parts", id: entry.id, parts: [...parts, newPart(type, parts)] });
  };
  const addCalls = () => {
    const call = { id: "call_1", type: "function", function: { name: "tool", arguments: "{}" } };
    dispatch({ do: "set calls", id: entry.id, change: { calls: JSON.stringify([call], null, 2) } });
  };
  const more: MenuItem[] = isMessage
    ? [
        ...(entry.role === "user"
          ? [
              { label: "Add an image", icon: <Image />, onSelect: () => addPart("image") },
              { label: "Add a file", icon: <File />, onSelect: () => addPart("file") },
            ]
          : []),
        ...(entry.role === "assistant" && entry.calls === undefined
          ? [{ label: "Add tool calls", icon: <Wrench />, onSelect: addCalls }]
          : []),
      ]
    : [
        {
          label: entry.optional ? "Callers must fill it" : "Callers may leave it out",
          icon: <CircleDashed />,
          off: entry.placeholder === "examples",
          onSelect: () => dispatch({ do: "set optional", id: entry.id, optional: !entry.optional }),
        },
      ];
  const isOnly = draft.entries.length === 1;
  return (
    <Menu
      label={`More for: ${name}`}
      trigger={<IconButton label={`More for: ${name}`} size="sm" icon={<Ellipsis />} className="max-md:-mr-1.5" />}
      items={[
        { label: "Move up", icon: <ArrowUp />, off: index === 0, onSelect: () => moveBy(-1) },
        {
          label: "Move down",
          icon: <ArrowDown />,
          off: index === draft.entries.length - 1,
          onSelect: () => moveBy(1),
        },
        ...duplicate,
        ...more,
        "line",
        {
          label: "Delete",
          hint: isOnly ? "the only message" : undefined,
          icon: <Trash2 />,
          danger: !isOnly,
          off: isOnly,
          onSelect: remove,
        },
      ]}
    />
  );
}
