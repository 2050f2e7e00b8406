"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type MouseEvent, type PointerEvent, useEffect, useRef } from "react";
import { announce } from "./navigation-event";

/** The time the pointer must rest on a link before its page is prefetched (ms). Less means it is only passing. */
const restMs = 65;

/**
 * An internal link. It prefetches its page when the pointer rests on it, because prefetching on view would load every
 * page of a list. A click announces the navigation. `next/link` does more, and costs every page 3 KB.
 */
export function Link({
  href,
  prefetch = true,
  replace = false,
  scroll = true,
  onClick,
  onPointerEnter,
  onPointerLeave,
  ...rest
}: LinkProps) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const enter = (event: PointerEvent<HTMLAnchorElement>) => {
    if (prefetch) timer.current = setTimeout(() => router.prefetch(href), restMs);
    onPointerEnter?.(event);
  };
  const leave = (event: PointerEvent<HTMLAnchorElement>) => {
    clearTimeout(timer.current);
    onPointerLeave?.(event);
  };
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    announce(href);
    router[replace ? "replace" : "push"](href, { scroll });
  };
  return <a {...rest} href={href} onClick={click} onPointerEnter={enter} onPointerLeave={leave} />;
}

export type LinkProps = Omit<ComponentProps<"a">, "href"> & {
  href: string;
  /** Whether its page is prefetched. */
  prefetch?: boolean;
  /** Replaces the entry in the history. */
  replace?: boolean;
  /** Whether the new page starts at its top. */
  scroll?: boolean;
};

/** A new tab, a download, another site. */
function isForBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { target, origin } = event.currentTarget;
  const hasKey = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const isOwnTab = target === "" || target === "_self";
  return hasKey || !isOwnTab || event.currentTarget.hasAttribute("download") || origin !== location.origin;
}
