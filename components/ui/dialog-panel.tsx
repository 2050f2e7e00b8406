"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { cn } from "./cn";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence: what changes, for whom, when. */
  description?: ReactNode;
  /** Bottom left: "You can undo this." */
  note?: ReactNode;
  /** Bottom right: a quiet Cancel (`DialogClose`) and the action. */
  actions?: ReactNode;
  /** `full`: as wide as possible with content up to the edges, for a diff or a table. */
  width?: "md" | "wide" | "full";
  /**
   * Makes the dialog a form. The default of the event is already prevented. Once something was typed, a click outside
   * does not close it, and Escape only the second time.
   */
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  /** While true, Escape and a click outside do not close it. */
  held?: boolean;
  children?: ReactNode;
};

type DialogPanelProps = DialogProps & {
  /** Moves the focus when it closes. */
  giveBack: (event: Event) => void;
};

const widths = { md: "w-[480px]", wide: "w-[704px]", full: "w-[1200px]" } as const;

// The first field gets the focus, or else the dialog itself, but not the close button.
function focusFirstField(event: Event) {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const field = "input:not([disabled]), textarea:not([disabled]), select:not([disabled])";
  (
    content.querySelector<HTMLElement>("[data-autofocus]") ??
    content.querySelector<HTMLElement>(field) ??
    content
  ).focus({ preventScroll: true }); // content that is longer than the dialog starts at its top
}

/** ⌘⏎ or Ctrl+⏎ presses the button that sends the form, because Enter in a textarea begins a line. */
function sendOnKey(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
}

/** The open part of a dialog. */
export function DialogPanel({
  open,
  onOpenChange,
  giveBack,
  title,
  description,
  note,
  actions,
  width = "md",
  onSubmit,
  held,
  children,
}: DialogPanelProps) {
  const [typed, setTyped] = useState<"nothing" | "something" | "told">("nothing");
  const hold = (event: Event) => {
    const isEscape = event instanceof KeyboardEvent;
    if (!held && (typed === "nothing" || (typed === "told" && isEscape))) return;
    event.preventDefault();
    if (!held) setTyped("told");
  };
  const onInput = () => setTyped((before) => (before === "told" ? "told" : "something"));
  const inside = (
    <>
      <div className="flex justify-between gap-4 pt-5 pr-4 pb-4 pl-6 max-md:pl-4">
        <div className="min-w-0">
          <Radix.Title className="text-18 tracking-[-0.012em]">{title}</Radix.Title>
          {description ? (
            <Radix.Description asChild>
              <div className="text-fg-muted">{description}</div>
            </Radix.Description>
          ) : null}
        </div>
        <Radix.Close asChild>
          <button
            type="button"
            aria-label="Close"
            aria-disabled={held || undefined}
            onClick={(event) => held && event.preventDefault()}
            className="-mt-1 inline-grid size-8 shrink-0 place-items-center rounded-md text-fg-muted transition-colors hover:bg-surface-hover hover:text-fg max-md:size-10"
          >
            <X />
          </button>
        </Radix.Close>
      </div>
      {children ? (
        <div
          className={cn(
            "min-h-0 flex-auto overflow-y-auto border-line border-t",
            width !== "full" && "px-6 py-4 max-md:px-4",
          )}
        >
          {children}
        </div>
      ) : null}
      {typed === "told" ? (
        <p role="status" className="border-line border-t px-6 py-2 text-fg-muted max-md:px-4">
          What you typed is still here. <span className="max-md:hidden">Press Esc again</span>
          <span className="md:hidden">Use the cross</span> to close this dialog.
        </p>
      ) : null}
      {actions || note ? (
        <div className="flex items-center justify-end gap-2 rounded-b-xl border-line border-t bg-surface-sunken px-6 py-3.5 max-md:flex-wrap max-md:rounded-none max-md:px-4 max-md:pb-[calc(14px+env(safe-area-inset-bottom))] max-md:[&>button]:flex-1">
          {note ? <div className="mr-auto text-fg-muted max-md:w-full">{note}</div> : null}
          {actions}
        </div>
      ) : null}
    </>
  );
  const column = "flex min-h-0 flex-auto flex-col";
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="enter-fade fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={giveBack}
          onEscapeKeyDown={hold}
          onInteractOutside={hold}
          className={cn(
            "enter-dialog -translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-41 flex max-h-[calc(100dvh-48px)] max-w-[calc(100vw-48px)] flex-col overflow-hidden rounded-xl bg-surface-raised text-13 shadow-dialog outline-none",
            "max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:max-h-[92dvh] max-md:w-auto max-md:max-w-none max-md:translate-x-0 max-md:translate-y-0 max-md:rounded-b-none",
            widths[width],
          )}
        >
          {onSubmit ? (
            <form
              noValidate
              className={column}
              onInput={onInput}
              onKeyDown={sendOnKey}
              onSubmit={(event) => {
                event.preventDefault();
                event.stopPropagation();
                onSubmit(event);
              }}
            >
              {inside}
            </form>
          ) : (
            <div className={column}>{inside}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
