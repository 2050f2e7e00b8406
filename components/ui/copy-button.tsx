"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { IconButton } from "./icon-button";

/** Copies text to the clipboard. Also works over plain http, where the clipboard API is unavailable. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    (document.querySelector("[role=dialog]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export type CopyButtonProps = {
  text: string;
  /** The name of the icon button ("Copy the code"). Not needed with a visible label. */
  label?: string;
  /** The visible label ("Copy key"). Without it, an icon button. */
  children?: ReactNode;
  size?: "sm" | "md";
  variant?: "default" | "primary" | "quiet";
};

export function CopyButton({ text, label = "Copy", children, size = "sm", variant = "default" }: CopyButtonProps) {
  const [state, setState] = useState<"rest" | "done" | "failed">("rest");
  useEffect(() => {
    if (state === "rest") return;
    const timer = setTimeout(() => setState("rest"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => setState((await copyText(text)) ? "done" : "failed");
  const icon = state === "done" ? <Check className="size-3.5" /> : <Copy className="size-3.5" />;
  const stateLabel = { rest: "", done: "Copied", failed: "Select the text and copy it by hand" }[state];
  return (
    <>
      {children ? (
        <Button size={size} variant={variant} icon={icon} onClick={copy}>
          {state === "done" ? "Copied" : children}
        </Button>
      ) : (
        <IconButton size={size} label={stateLabel || label} icon={icon} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {stateLabel}
      </span>
    </>
  );
}
