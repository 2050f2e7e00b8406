"use client";

import { Checkbox } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { useShell } from "./shell-context";
import { singleKeys } from "./single-keys";
import type { ShortcutGroup } from "./types";

const everywhere: ShortcutGroup = {
  heading: "Everywhere",
  items: [
    { keys: ["mod", "K"], label: "Search or jump to" },
    { keys: ["mod", "⏎"], label: "Send the open dialog" },
    { keys: ["T"], label: "Show exact times, or how long ago" },
    { keys: ["?"], label: "Show keyboard shortcuts" },
  ],
};

/** The list of shortcuts. Single-letter shortcuts can be turned off here. */
export function KeyboardHelp({ shortcuts }: { shortcuts: readonly ShortcutGroup[] }) {
  const { isHelpOpen, setHelpOpen } = useShell();
  const hasSingleKeys = singleKeys.use();
  return (
    <Dialog open={isHelpOpen} onOpenChange={setHelpOpen} title="Keyboard shortcuts">
      {/* The focus starts at the top of the list; the checkbox is at its end. */}
      <div data-autofocus tabIndex={-1} className="grid gap-4 outline-none">
        {[everywhere, ...shortcuts].map((group) => (
          <section key={group.heading}>
            <h3 className="mb-1 font-medium text-fg-muted">{group.heading}</h3>
            <dl>
              {group.items.map((item) => (
                <div
                  key={item.label}
                  className="flex min-h-8 items-center justify-between border-line not-last:border-b"
                >
                  <dt>{item.label}</dt>
                  <dd>
                    <Kbd keys={item.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Checkbox
          label="Shortcuts of a single letter"
          help="Turn them off if they disturb dictation or another tool. This browser stores the choice."
          checked={hasSingleKeys}
          onChange={(event) => singleKeys.set(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}
