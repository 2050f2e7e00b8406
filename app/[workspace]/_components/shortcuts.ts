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
      { keys: ["X"], label: "Select or deselect the prompt" },
      { keys: ["⇧", "click"], label: "Select all prompts up to this one" },
      { keys: ["Esc"], label: "Clear the selection" },
      { keys: ["C"], label: "New prompt" },
    ],
  },
  {
    heading: "Editor",
    items: [
      { keys: ["mod", "S"], label: "Save as a version" },
      { keys: ["mod", "⏎"], label: "Run or stop the draft" },
      { keys: ["⌥", "↑"], label: "Move the current message up" },
      { keys: ["⌥", "↓"], label: "Move the current message down" },
      { keys: ["⌥", "R"], label: "Switch conditions and snippets between source and text" },
      { keys: ["⌥", "⏎"], label: "Show or hide the text of the snippet on the line" },
    ],
  },
  {
    heading: "History",
    items: [
      { keys: ["P"], label: "Promote to the next environment" },
      { keys: ["R"], label: "Roll back" },
      { keys: ["↑"], label: "Version above" },
      { keys: ["↓"], label: "Version below" },
      { keys: ["N"], label: "Next change, or P for the previous one" },
    ],
  },
  {
    heading: "Requests",
    items: [
      { keys: ["↑"], label: "Newer request" },
      { keys: ["↓"], label: "Older request" },
      { keys: ["X"], label: "Select or deselect the request" },
      { keys: ["N"], label: "Write a note about the selected requests" },
      { keys: ["F"], label: "Add a filter" },
      { keys: ["Esc"], label: "Close the open request" },
    ],
  },
  { heading: "Merge", items: [{ keys: ["O"], label: "Next open conflict" }] },
  {
    heading: "Review",
    items: [
      { keys: ["N"], label: "Next change, or C to comment on its line" },
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
