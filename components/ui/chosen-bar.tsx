import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

export type ChosenBarProps = {
  /** "Selected prompts" */
  label: string;
  count: number;
  onClear: () => void;
  /** The actions for them: quiet buttons. */
  children: ReactNode;
};

/** The number of selected rows and the actions for them. Floats at the bottom of the list. */
export function ChosenBar({ label, count, onClear, children }: ChosenBarProps) {
  const clear = () => {
    onClear();
    // The bar disappears. The box that selects all rows gets the focus.
    document.querySelector<HTMLElement>("thead input[type=checkbox]")?.focus({ preventScroll: true });
  };
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-5 z-20 flex justify-center px-3 max-md:bottom-[68px] md:left-[var(--rail)] lg:left-[var(--sidebar)]">
      <div
        role="toolbar"
        aria-label={label}
        className="enter-pop pointer-events-auto flex max-w-full items-center gap-0.5 rounded-lg bg-surface-raised p-1 text-13 shadow-popover max-md:w-full max-md:flex-wrap max-md:justify-between"
      >
        <span role="status" className="whitespace-nowrap px-3 font-medium tabular-nums max-md:px-2">
          {count} selected
        </span>
        <span aria-hidden="true" className="h-5 w-px bg-line max-md:hidden" />
        {/* On a phone the actions have their own line. */}
        <span className="contents max-md:order-last max-md:flex max-md:w-full max-md:flex-wrap max-md:justify-between">
          {children}
        </span>
        <IconButton label="Clear the selection" keys={["Esc"]} icon={<X />} onClick={clear} />
      </div>
    </div>
  );
}
