"use client";

import dynamic from "next/dynamic";

/** The merge form with the three-way merge. It is loaded when it is opened, not with the list of copies. */
export const LateMergeForm = dynamic(() => import("./merge-form").then((module) => module.MergeForm));
