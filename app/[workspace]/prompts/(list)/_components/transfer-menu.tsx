"use client";

import { Download, FileUp } from "lucide-react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { IconButton } from "@/components/ui/icon-button";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Menu, type MenuItem } from "@/components/ui/menu";

type Props = { workspace: string; folder: string | null; canImport: boolean };

/** The menu to import files and to export the prompts shown. */
export function TransferMenu({ workspace, folder, canImport }: Props) {
  const of: Record<string, string> = folder ? { folder } : {};
  const download = (query: Record<string, string>) => () =>
    location.assign(withQuery(`/${workspace}/export`, { ...of, ...query }));
  const items: MenuItem[] = [
    ...(canImport
      ? [{ label: "Import prompts", icon: <FileUp />, href: `/${workspace}/import` }, "line" as const]
      : []),
    { heading: folder ? `Export ${folder}` : "Export everything" },
    { label: "Bundle", hint: "newest versions", icon: <Download />, onSelect: download({}) },
    { label: "Bundle", hint: "all versions", icon: <Download />, onSelect: download({ history: "true" }) },
    { label: ".prompt files", hint: "zip", icon: <Download />, onSelect: download({ format: "dotprompt" }) },
    { label: "Langfuse JSON", icon: <Download />, onSelect: download({ format: "langfuse" }) },
  ];
  return (
    <Menu
      label="Import and export"
      trigger={<IconButton label="Import and export" icon={<MaskIcon name="ellipsis" />} />}
      items={items}
    />
  );
}
