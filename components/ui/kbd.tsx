"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);
const words: Record<string, string> = {
  "⌘": "Command",
  "⇧": "Shift",
  "⌥": "Option",
  "⏎": "Enter",
  "↑": "Up",
  "↓": "Down",
  Ctrl: "Control",
};

const elsewhere: Record<string, string> = { mod: "Ctrl", "⌥": "Alt" };

/** Key caps. `mod` is ⌘ on Apple devices and Ctrl elsewhere; ⌥ is Alt elsewhere. */
export function Kbd({ keys, inverse, className }: { keys: string[]; inverse?: boolean; className?: string }) {
  const apple = useSyncExternalStore(never, isApple, () => true);
  const caps = keys.map((key) => (apple ? (key === "mod" ? "⌘" : key) : (elsewhere[key] ?? key)));
  return (
    <span className={cn("inline-flex gap-0.5", className)}>
      {caps.map((cap) => (
        <kbd
          key={cap}
          className={cn("key-cap", inverse && "border-fg-inverse-muted bg-transparent text-fg-inverse-muted")}
        >
          {words[cap] ? (
            <>
              <span aria-hidden="true">{cap}</span>
              <span className="sr-only">{words[cap]}</span>
            </>
          ) : (
            cap
          )}
        </kbd>
      ))}
    </span>
  );
}
