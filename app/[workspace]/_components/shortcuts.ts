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
      { keys: ["X"], label: "Choose the prompt, or give it up" },
      { keys: ["⇧", "click"], label: "Choose all up to there" },
      { keys: ["Esc"], label: "Choose none" },
      { keys: ["C"], label: "New prompt" },
    ],
  },
  {
    heading: "History",
    items: [
      { keys: ["P"], label: "Promote what waits next to production" },
      { keys: ["R"], label: "Roll back" },
      { keys: ["↑"], label: "Version above" },
      { keys: ["↓"], label: "Version below" },
      { keys: ["N"], label: "Next change, then P for the one before" },
    ],
  },
  { heading: "Merge", items: [{ keys: ["O"], label: "Next open place" }] },
  {
    heading: "Review",
    items: [
      { keys: ["N"], label: "Next change, then C to comment on its line" },
      { keys: ["↑"], label: "Line above, on a line's number" },
      { keys: ["↓"], label: "Line below, on a line's number" },
      { keys: ["mod", "⏎"], label: "Send the comment" },
    ],
  },
  {
    heading: "Editor",
    items: [
      { keys: ["mod", "S"], label: "Save as a version" },
      { keys: ["mod", "⏎"], label: "Run the draft, or stop it" },
      { keys: ["⌥", "↑"], label: "Move the message one is in up" },
      { keys: ["⌥", "↓"], label: "Move it down" },
    ],
  },
];
