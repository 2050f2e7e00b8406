"use client";

import dynamic from "next/dynamic";

/** The form, loaded lazily so that the rest of the page does not wait. */
export const LateExperimentForm = dynamic(() => import("./experiment-form").then((module) => module.ExperimentForm));
