import { cn } from "./cn";

/** Lucide icons that are drawn as CSS masks, with their size in px. `npm run derive` writes their CSS. */
export const maskIcons = {
  activity: 16,
  archive: 16,
  "arrow-down": 14,
  "arrow-right": 14,
  "arrow-up": 14,
  "arrow-up-right": 14,
  "chart-column": 16,
  check: 16,
  "chevron-down": 14,
  "chevron-left": 16,
  "chevrons-up-down": 14,
  "circle-exclamation-point": 16,
  "circle-dot": 16,
  clock: 16,
  "code-xml": 16,
  ellipsis: 16,
  "eye-off": 16,
  "file-text": 16,
  "flask-conical": 16,
  folder: 14,
  "git-commit-horizontal": 16,
  hand: 16,
  hourglass: 16,
  inbox: 16,
  info: 16,
  keyboard: 16,
  layers: 16,
  "list-checks": 16,
  "log-out": 16,
  logs: 16,
  "message-square": 14,
  minus: 16,
  plus: 16,
  puzzle: 14,
  rocket: 16,
  "rotate-ccw-clock": 16,
  route: 16,
  scale: 16,
  search: 14,
  settings: 16,
  star: 14,
  "sun-moon": 16,
  tag: 16,
  "trending-down": 16,
  "triangle-exclamation-point": 16,
  "undo-2": 14,
  "user-round": 16,
  x: 16,
} as const;
export type MaskIconName = keyof typeof maskIcons;

/**
 * An icon that occurs on every page or in every row. The document contains only its name; the style sheet contains the
 * drawing once.
 */
export function MaskIcon({ name, className }: { name: MaskIconName; className?: string | undefined }) {
  return <span aria-hidden="true" className={cn(`icon icon-${name}`, className)} />;
}
