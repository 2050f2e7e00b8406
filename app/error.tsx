"use client";

import { type ErrorPageProps, ErrorState } from "@/app/_components/error-state";
import { Button } from "@/components/ui/button";

export default function ErrorPage(props: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState {...props} heading="h1" otherAction={<Button href="/">Go to the start</Button>} />
    </main>
  );
}
