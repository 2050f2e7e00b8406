"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** false on the server, true after hydration. Before that, a click that needs scripts would be lost. */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
