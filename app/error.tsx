"use client";

import { type ErrorPageProps, ErrorState } from "@/app/_components/error-state";
import { HomeLink } from "./_components/home-link";

export default function ErrorPage(props: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState {...props} heading="h1" otherAction={<HomeLink />} />
    </main>
  );
}
