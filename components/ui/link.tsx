"use client";

import NextLink from "next/link";
import { type ComponentProps, type PointerEvent, useEffect, useRef, useState } from "react";
import { announce } from "./navigation-event";

/** How long the pointer is on a link until its page is asked for, in ms: less is a pointer on its way to another. */
const restMs = 65;

/**
 * A link to a page of ours. It asks for its page once the pointer rests on it: a list of links would ask the server for
 * every page behind them as soon as it is shown. When it is followed, it tells the frame.
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
