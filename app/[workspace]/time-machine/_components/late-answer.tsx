"use client";

import dynamic from "next/dynamic";
import { PartLoading } from "@/components/ui/part-loading";

/** The answer to a question. Until one is asked, the page is only its form. */
export const LateAnswer = dynamic(() => import("./answer").then((module) => module.Answer), { loading: PartLoading });
