import type { ShortcutGroup } from "@/components/layout/types";

/** What `?` lists, besides what works everywhere. */
export const shortcuts: readonly ShortcutGroup[] = [
  {
    heading: "Prompts",
    items: [
      { keys: ["/"], label: "Filter" },
      { keys: ["J"], label: "Next prompt" },
      { keys: ["K"], label: "Previous prompt" },
      { keys: ["⏎"], label: "Open the prompt" },
      { keys: ["C"], label: "New prompt" },
    ],
  },
  {
    heading: "Editor",
    items: [
      { keys: ["mod", "S"], label: "Save as a version" },
      { keys: ["mod", "⏎"], label: "Fill in the preview" },
    ],
  },
];
