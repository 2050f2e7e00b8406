"use client";

import dynamic from "next/dynamic";

/** The merge, with the three-way rules behind it: loaded where it is opened, not with the list of copies. */
export const LateMergeForm = dynamic(() => import("./merge-form").then((module) => module.MergeForm));
