"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False in what the server writes, true once the scripts run: before that a click on what needs them would be lost. */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
