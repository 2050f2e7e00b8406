"use client";

import { ArrowDown, ArrowUp, Copy, Ellipsis, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { type DraftEntry, roleNames } from "./draft";
import { useEdit } from "./edit-context";
import { newId } from "./new-id";

type Props = { entry: DraftEntry; index: number; moveBy: (step: number) => void };

/** Moving, copying and deleting a message, without dragging. */
export function EntryMenu({ entry, index, moveBy }: Props) {
  const { draft, dispatch } = useEdit();
  const isMessage = entry.kind === "message";
  const name = isMessage ? `${roleNames[entry.role]} message` : "Placeholder";

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
  const isOnly = draft.entries.length === 1;
  return (
    <Menu
      label={`More for this ${isMessage ? "message" : "placeholder"}`}
      trigger={
        <IconButton
          label={`More for this ${isMessage ? "message" : "placeholder"}`}
          size="sm"
          icon={<Ellipsis />}
          className="max-md:-mr-1.5"
        />
      }
      items={[
        { label: "Move up", icon: <ArrowUp />, off: index === 0, onSelect: () => moveBy(-1) },
        {
          label: "Move down",
          icon: <ArrowDown />,
          off: index === draft.entries.length - 1,
          onSelect: () => moveBy(1),
        },
        ...duplicate,
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
