"use client";

import dynamic from "next/dynamic";

/**
 * The editor of a guard, with the statistics for its forecast. It is loaded when it is opened, not with the settings.
 */
export const LateWatchEditor = dynamic(() => import("./watch-editor").then((module) => module.WatchEditor));
