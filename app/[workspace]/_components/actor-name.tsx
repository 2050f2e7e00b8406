import { cn } from "@/components/ui/cn";
import type { ActorView } from "@/lib/auth/actor-view";

type Props = {
  actor: ActorView;
  /** In a narrow column: one under the other, cut at its end. */
  isStacked?: boolean;
  className?: string;
};

/** Who did something: the name, and beside it the e-mail address, which tells two people of one name apart. */
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
