"use client";

import {
  Children,
  cloneElement,
  type HTMLAttributes,
  isValidElement,
  type ReactNode,
  type Ref,
  useCallback,
} from "react";
import { cn } from "./cn";

type Props = HTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> | undefined; children: ReactNode };
type Handler = (...input: unknown[]) => unknown;

const isHandler = (name: string, value: unknown): value is Handler =>
  /^on[A-Z]/.test(name) && typeof value === "function";

function attach(ref: Ref<HTMLElement> | undefined, element: HTMLElement): () => void {
  if (!ref) return () => {};
  if (typeof ref === "function") {
    const detach = ref(element);
    return typeof detach === "function" ? detach : () => ref(null);
  }
  ref.current = element;
  return () => {
    ref.current = null;
  };
}

/**
 * Renders its only child with these properties. The child's own properties come first: its handlers run before these,
 * and both refs are set.
 */
export function Slot({ ref, children, ...added }: Props) {
  // A child that the server rendered may still be loading. `toArray` waits for it.
  const [child] = Children.toArray(children);
  const own: Record<string, unknown> = isValidElement<Record<string, unknown>>(child) ? child.props : {};
  const ownRef = own.ref as Ref<HTMLElement> | undefined;
  const bothRefs = useCallback(
    (element: HTMLElement) => {
      const detach = [attach(ref, element), attach(ownRef, element)];
      return () => {
        for (const one of detach) one();
      };
    },
    [ref, ownRef],
  );
  if (!isValidElement<Record<string, unknown>>(child)) return child;
  const merged: Record<string, unknown> = { ...added, ...own, ref: bothRefs };
  for (const [name, handler] of Object.entries(added)) {
    const ownHandler = own[name];
    if (!isHandler(name, handler)) continue;
    merged[name] = isHandler(name, ownHandler)
      ? (...input: unknown[]) => {
          ownHandler(...input);
          handler(...input);
        }
      : handler;
  }
  if (added.className) merged.className = cn(added.className, own.className as string | undefined);
  return cloneElement(child, merged);
}
