import { cn } from "./cn";
import { Link } from "./link";
import { chosen, frame, part, type SegmentLabel } from "./segment-style";

export type SegmentedLinksProps = {
  label: string;
  items: readonly (SegmentLabel & { href: string; current?: boolean })[];
  className?: string;
};

/** Switches between a few views that are stored in the address. */
export function SegmentedLinks({ label, items, className }: SegmentedLinksProps) {
  return (
    <nav aria-label={label} className={cn(frame, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          replace
          scroll={false}
          aria-current={item.current ? "true" : undefined}
          className={cn(part, item.current && chosen)}
        >
          {item.icon}
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
