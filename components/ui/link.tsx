"use client";

import NextLink from "next/link";
import { type ComponentProps, type PointerEvent, useEffect, useRef, useState } from "react";
import { announce } from "./navigation-event";

/** The time the pointer must rest on a link before its page is prefetched (ms). Less means it is only passing. */
const restMs = 65;

/**
 * An internal link. It prefetches its page when the pointer rests on it, because prefetching on view would load every
 * page of a list. A click announces the navigation.
 */
export function Link({ href, prefetch, onPointerEnter, onPointerLeave, ...rest }: Props) {
  const [isMeant, setMeant] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const enter = (event: PointerEvent<HTMLAnchorElement>) => {
    timer.current = setTimeout(() => setMeant(true), restMs);
    onPointerEnter?.(event);
  };
  const leave = (event: PointerEvent<HTMLAnchorElement>) => {
    clearTimeout(timer.current);
    onPointerLeave?.(event);
  };
  const isAhead = isMeant && prefetch !== false;
  return (
    <NextLink
      {...rest}
      href={href}
      prefetch={isAhead ? null : false}
      onPointerEnter={enter}
      onPointerLeave={leave}
      onNavigate={() => announce(href)}
    />
  );
}

type Props = Omit<ComponentProps<typeof NextLink>, "href" | "onNavigate"> & { href: string };
