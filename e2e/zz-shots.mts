import { readFileSync, mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import * as lib from "./support/chromium";
const find = (lib as any).findChromium ?? (lib as any).findBrowser ?? (lib as any).default;
const cred = JSON.parse(readFileSync("/tmp/w/copies-data/credentials.json","utf8"));
const out = "/tmp/w/shots-copies"; mkdirSync(out,{recursive:true});
if (!find) { console.log(Object.keys(lib)); process.exit(1); }
const { executablePath, args, env } = await find();
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } as any });
const base = cred.url;
const variants = (process.env.V ?? "1440-light").split(",");
const wanted = process.argv.slice(2); // name=path
for (const v of variants) {
  const [w, theme] = v.split("-");
  const ctx = await browser.newContext({ viewport: { width: Number(w), height: w === "390" ? 844 : 900 }, colorScheme: theme as any });
  const page = await ctx.newPage();
  page.on("pageerror", (e) => console.log("PAGEERROR", e.message.slice(0,300)));
  page.on("console", (m) => m.type()==="error" && console.log("CONSOLE", m.text().slice(0,300)));
  await page.goto(base + "/sign-in");
  await page.getByLabel("E-mail").fill(cred.email);
  await page.getByLabel("Password", { exact: true }).fill(cred.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((u) => !u.pathname.startsWith("/sign-in"), { timeout: 60000 });
  for (const one of wanted) {
    const at = one.indexOf("="); const [name, path] = [one.slice(0, at), one.slice(at+1)];
    await page.goto(base + "/fernway/" + path, { timeout: 90000 });
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `${out}/${name}-${v}.png`, fullPage: w === "390" });
  }
  await ctx.close();
}
await browser.close();
