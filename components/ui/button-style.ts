import { cva } from "class-variance-authority";

/** The classes of buttons, also for plain links that look like one. */
export const buttonStyle = cva("button max-md:h-10", {
  variants: {
    variant: {
      live: "border-limelight-line bg-limelight text-on-limelight hover:bg-limelight-hover",
      primary: "border-ink bg-ink text-on-ink hover:border-ink-hover hover:bg-ink-hover",
      default: "border-line-strong bg-surface-raised hover:bg-surface-hover",
      quiet: "border-transparent text-fg-muted shadow-none hover:bg-surface-hover hover:text-fg",
      danger: "border-negative-line bg-surface-raised text-negative hover:bg-negative-soft",
    },
    size: { sm: "h-7 px-2.5", md: "h-8 px-3", lg: "h-10 px-4 text-14" },
    block: { true: "w-full", false: "" },
    off: {
      true: "border-line bg-surface-sunken text-fg-subtle shadow-none hover:border-line hover:bg-surface-sunken hover:text-fg-subtle",
      false: "",
    },
  },
  defaultVariants: { variant: "default", size: "md", block: false, off: false },
});
