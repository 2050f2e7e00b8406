"use client";

import { Check, CircleAlert, X } from "lucide-react";
import { type CSSProperties, useEffect, useState } from "react";
import { Toaster as SonnerToaster, toast as sonner } from "sonner";
import type { ToastInput } from "./toast-input";

function ToastCard({ id, title, detail, undo, tone = "done", seconds = 10 }: ToastInput & { id: string | number }) {
  const [isUndoing, setUndoing] = useState(false);
  const close = () => sonner.dismiss(id);
  return (
    <div
      role={tone === "failed" ? "alert" : "status"}
      data-held={isUndoing || undefined}
      className="toast-card relative flex w-full min-w-[400px] max-w-[560px] items-center gap-3 overflow-hidden rounded-lg bg-surface-inverse py-2.5 pr-2.5 pl-4 text-13 text-fg-inverse shadow-popover max-md:min-w-0"
    >
      {tone === "failed" ? <CircleAlert /> : <Check />}
      <div className="grid min-w-0 flex-1">
        <b>{title}</b>
        {detail ? <span className="text-12 text-fg-inverse-muted">{detail}</span> : null}
      </div>
      {undo ? (
        <button
          type="button"
          aria-disabled={isUndoing || undefined}
          className="h-7 rounded-sm border border-current px-2.5 font-semibold focus-visible:outline-fg-inverse max-md:h-10"
          onClick={async () => {
            if (isUndoing) return;
            setUndoing(true);
            try {
              await undo();
            } finally {
              close();
            }
          }}
        >
          {isUndoing ? "Undoing" : "Undo"}
        </button>
      ) : null}
      <button
        type="button"
        aria-label="Close"
        onClick={close}
        className="inline-grid size-7 shrink-0 place-items-center rounded-sm text-fg-inverse-muted hover:text-fg-inverse focus-visible:outline-fg-inverse max-md:size-10"
      >
        <X className="size-3.5" />
      </button>
      <span
        aria-hidden="true"
        onAnimationEnd={close}
        style={{ "--toast-time": `${seconds}s` } as CSSProperties}
        className="toast-bar absolute inset-x-0 bottom-0 h-0.5 origin-left bg-fg-inverse-muted"
      />
    </div>
  );
}

/** The toasts of the page. Shows waiting ones once the library listens. */
export function ToastStack({ waiting, take }: { waiting: readonly ToastInput[]; take: () => readonly ToastInput[] }) {
  // Effects of children run first, so the library listens now. An effect may run twice, so it removes what it shows.
  useEffect(() => {
    if (waiting.length === 0) return;
    for (const input of take())
      sonner.custom((id) => <ToastCard id={id} {...input} />, { duration: Number.POSITIVE_INFINITY });
  }, [waiting, take]);
  return (
    <SonnerToaster
      position="bottom-center"
      offset={{ bottom: "var(--toast-bottom, 24px)" }}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      containerAriaLabel="Messages"
      expand
      gap={8}
      style={{ "--width": "min(560px, calc(100vw - 24px))", fontFamily: "inherit" } as CSSProperties}
      toastOptions={{ unstyled: true, className: "flex w-full justify-center max-md:[&>div]:w-full" }}
    />
  );
}
