import { avatarColour, initials } from "./avatar-colour";
import { cn } from "./cn";

export type AvatarProps = {
  name: string;
  size?: 20 | 24 /** When the name is written beside it. */;
  silent?: boolean;
  className?: string;
};

export function Avatar({ name, size = 24, silent, className }: AvatarProps) {
  return (
    <span
      title={silent ? undefined : name}
      className={cn(
        "inline-grid shrink-0 place-items-center rounded-full font-semibold text-on-avatar",
        size === 24 ? "size-6 text-11" : "size-5 text-11 leading-none tracking-[-0.06em]",
        avatarColour(name),
        className,
      )}
    >
      <span aria-hidden="true">{initials(name)}</span>
      {silent ? null : <span className="sr-only">{name}</span>}
    </span>
  );
}

/** People side by side, slightly over each other; past `max` a number. */
export function AvatarStack({ names, max = 4 }: { names: readonly string[]; max?: number }) {
  const shown = names.slice(0, max);
  return (
    <span className="inline-flex items-center">
      {shown.map((name, index) => (
        <Avatar key={name} name={name} className={index ? "-ml-0.5 ring-2 ring-surface" : undefined} />
      ))}
      {names.length > max ? <span className="ml-1 text-12 text-fg-muted">and {names.length - max} more</span> : null}
    </span>
  );
}
