import { cn } from "@/components/ui/cn";
import type { ActorView } from "@/lib/auth/actor-view";

type Props = {
  actor: ActorView;
  /** In a narrow column: name above address, both truncated. */
  isStacked?: boolean;
  className?: string;
};

/** The name of a person or key. The e-mail address beside it distinguishes people with the same name. */
export function ActorName({ actor, isStacked, className }: Props) {
  const { name, email, kind } = actor;
  const beside = email ?? (kind === "key" ? "API key" : null);
  if (isStacked)
    return (
      <span className={cn("grid min-w-0 leading-[18px]", className)}>
        <span className="truncate">{name}</span>
        {beside ? (
          <span className="address truncate text-12 text-fg-muted" title={beside}>
            {beside}
          </span>
        ) : null}
      </span>
    );
  return (
    <span className={cn("min-w-0 [overflow-wrap:anywhere]", className)}>
      {name}
      {beside ? <span className="address font-normal text-12 text-fg-muted"> {beside}</span> : null}
    </span>
  );
}
