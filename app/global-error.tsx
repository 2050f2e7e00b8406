"use client";

import "./globals.css";

export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-2 px-4 text-center">
          <title>Understudy could not be shown</title>
          <h1 className="text-16">Understudy could not be shown</h1>
          <p className="max-w-[42ch] text-fg-muted">
            Something failed on the server. Apps keep getting their prompts; nothing you saved is lost.
          </p>
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
