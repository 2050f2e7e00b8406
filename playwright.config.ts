import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  globalSetup: "./e2e/support/global-setup.ts",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 3, // on two processors; journeys that wait leave room. They share one server but no prompt.
  fullyParallel: true,
  forbidOnly: true,
  retries: 1, // what needs it is named at the end
  reporter: [["list"], ["json", { outputFile: process.env.UNDERSTUDY_TEST_REPORT ?? "test-results/report.json" }]],
  // A button that is not there fails by its name, not by the time limit of its journey.
  // Recording takes processor from every journey; one that fails is walked again, and recorded then.
  use: {
    actionTimeout: 30_000,
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
    // Motion takes processor, and each step waits for it to end. The journey of a release sees it.
    contextOptions: { reducedMotion: "reduce" },
  },
});
