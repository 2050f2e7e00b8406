"use client";

import { errorWords } from "@/lib/core/page-error-words";
import "./globals.css";

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { text } = errorWords(error.digest);
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-2 px-4 text-center">
          <title>Understudy could not be shown</title>
          <h1 className="text-16">Understudy could not be shown</h1>
          <p className="max-w-[42ch] text-fg-muted">{text}</p>
          <button
            type="button"
            onClick={reset}
            className="mt-2 h-8 rounded-md border border-ink bg-ink px-3 font-medium text-on-ink hover:bg-ink-hover max-md:h-10"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
