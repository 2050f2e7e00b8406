"use client";

import { createStoredSwitch } from "../ui/stored-switch";

/** Whether single-letter shortcuts are on in this browser (WCAG 2.1.4 requires a way to turn them off). */
export const singleKeys = createStoredSwitch("single-keys", true);
