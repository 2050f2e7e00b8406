import { avatarColour, initials } from "./avatar-colour";
import { cn } from "./cn";

export type AvatarProps = {
  name: string;
  size?: 20 | 24 /** If the name is shown beside it. */;
  silent?: boolean;
  className?: string;
};

export function Avatar({ name, size = 24, silent, className }: AvatarProps) {
  return (
    <span
      title={silent ? undefined : name}
      className={cn("avatar", size === 24 ? "size-6" : "avatar-small", avatarColour(name), className)}
    >
      <span aria-hidden="true">{initials(name)}</span>
      {silent ? null : <span className="sr-only">{name}</span>}
    </span>
  );
}
