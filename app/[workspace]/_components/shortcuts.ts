import type { ShortcutGroup } from "@/components/layout/types";

/** The shortcuts that `?` lists, besides the global ones. */
export const shortcuts: readonly ShortcutGroup[] = [
  {
    heading: "Prompts",
    items: [
      { keys: ["/"], label: "Filter" },
      { keys: ["J"], label: "Next prompt" },
      { keys: ["K"], label: "Previous prompt" },
      { keys: ["⏎"], label: "Open the prompt" },
      { keys: ["X"], label: "Select the prompt, or deselect it" },
      { keys: ["⇧", "click"], label: "Choose all up to there" },
      { keys: ["Esc"], label: "Choose none" },
      { keys: ["C"], label: "New prompt" },
    ],
  },
  {
    heading: "Editor",
    items: [
      { keys: ["mod", "S"], label: "Save as a version" },
      { keys: ["mod", "⏎"], label: "Run the draft, or stop it" },
      { keys: ["⌥", "↑"], label: "Move the message one is in up" },
      { keys: ["⌥", "↓"], label: "Move it down" },
      { keys: ["⌥", "R"], label: "Show conditions and snippets as they are written, or in words" },
      { keys: ["⌥", "⏎"], label: "Show the text of the line's snippet, or hide it" },
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
  {
    heading: "Requests",
    items: [
      { keys: ["↑"], label: "Newer request" },
      { keys: ["↓"], label: "Older request" },
      { keys: ["F"], label: "Add a filter" },
      { keys: ["Esc"], label: "Close the open request" },
    ],
  },
  { heading: "Merge", items: [{ keys: ["O"], label: "Next open conflict" }] },
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
    heading: "Evaluation",
    items: [
      { keys: ["↑"], label: "Case above" },
      { keys: ["↓"], label: "Case below" },
      { keys: ["C"], label: "Copy a link to the case" },
    ],
  },
  {
    heading: "Cases of a suite",
    items: [
      { keys: ["⏎"], label: "Edit the cell, or save it and go down" },
      { keys: ["⇧", "⏎"], label: "New line in the cell" },
      { keys: ["mod", "⏎"], label: "Open the case" },
      { keys: ["Space"], label: "Select the case" },
      { keys: ["⇧", "↓"], label: "Select cells, to copy, clear or paste over" },
      { keys: ["mod", "⌫"], label: "Remove the selected cases" },
      { keys: ["mod", "Z"], label: "Undo the last saved change" },
    ],
  },
];
