import type { ReactNode } from "react";
import { cn } from "./cn";
import { MaskIcon } from "./mask-icon";

const tones = {
  neutral: { box: "bg-surface-sunken", icon: "text-fg-muted", name: "info" },
  warning: { box: "bg-warning-soft", icon: "text-warning", name: "triangle-exclamation-point" },
  negative: { box: "bg-negative-soft", icon: "text-negative", name: "circle-exclamation-point" },
} as const;

export type CalloutProps = {
  tone?: keyof typeof tones;
  /** The suggested action, as a link or LinkButton. */
  action?: ReactNode;
  /** Set if it appears after the page has loaded. */
  live?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

/** One sentence, followed by an action. */
export function Callout({ tone = "neutral", action, live, className, children }: CalloutProps) {
  const { box, icon, name } = tones[tone];
  return (
    <div
      role={live ? (tone === "negative" ? "alert" : "status") : undefined}
      className={cn("flex gap-2.5 rounded-md px-3 py-[9px]", box, className)}
    >
      <MaskIcon name={name} className={cn("mt-0.5 flex-none", icon)} />
      <div className="min-w-0">
        {children}
        {action ? <> {action}</> : null}
      </div>
    </div>
  );
}

type FailureCalloutProps = { message: string | null | undefined; className?: string | undefined };

/** Says why an action failed, once it has. */
export function FailureCallout({ message, className }: FailureCalloutProps) {
  if (!message) return null;
  return (
    <Callout tone="negative" live className={className}>
      {message}
    </Callout>
  );
}
