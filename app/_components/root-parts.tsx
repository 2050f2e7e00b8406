"use client";

// Every page carries error pages. Their parts come with the root layout, so that each does not repeat them.
import "./error-state";
import "./home-link";

export { Providers } from "@/components/layout/providers";
