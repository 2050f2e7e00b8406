"use client";

import { createStoredSwitch } from "./stored-switch";

/** Whether this browser shows times as "14:05:09" instead of "12 min". */
export const exactTimes = createStoredSwitch("exact-times", false);
