/** Starts one browser and one server for all journeys, unless they are configured. */
import { findChromium } from "./chromium";
import { startServer } from "./server";

/** Passes UNDERSTUDY_TEST_BROWSER and UNDERSTUDY_TEST_SERVER to the workers as JSON. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (!process.env.UNDERSTUDY_TEST_BROWSER) {
    const browser = await findChromium(console.log);
    if ("missing" in browser) throw new Error(`The journeys need a browser: ${browser.missing}.`);
    process.env.UNDERSTUDY_TEST_BROWSER = JSON.stringify(browser);
  }
  if (process.env.UNDERSTUDY_TEST_SERVER) return async () => {};
  const server = await startServer();
  const { url, dataDir, credentials } = server;
  process.env.UNDERSTUDY_TEST_SERVER = JSON.stringify({ url, dataDir, credentials });
  return server.stop;
}
