"use client";

import dynamic from "next/dynamic";

/** The form with its own code: the rest of the page does not wait for it. */
export const LateExperimentForm = dynamic(() => import("./experiment-form").then((module) => module.ExperimentForm));
