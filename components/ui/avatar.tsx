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
