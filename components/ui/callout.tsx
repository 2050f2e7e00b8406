import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  neutral: { box: "bg-surface-sunken", icon: "text-fg-muted", Icon: Info },
  warning: { box: "bg-warning-soft", icon: "text-warning", Icon: TriangleAlert },
  negative: { box: "bg-negative-soft", icon: "text-negative", Icon: CircleAlert },
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
  const { box, icon, Icon } = tones[tone];
  return (
    <div
      role={live ? (tone === "negative" ? "alert" : "status") : undefined}
      className={cn("flex gap-2.5 rounded-md px-3 py-[9px]", box, className)}
    >
      <Icon aria-hidden="true" className={cn("mt-0.5", icon)} />
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
