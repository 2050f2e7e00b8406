import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { startTheme, themeSwitch } from "./theme";

/** Runs the script in a document. Returns what a person can do there, and the theme that is shown. */
function open(options: { stored?: string; isDarkSystem?: boolean; hasStorage?: boolean }) {
  const { stored, isDarkSystem = false, hasStorage = true } = options;
  const classes = new Set<string>();
  const kept = new Map(stored ? [["theme", stored]] : []);
  const page = new EventTarget();
  const system = Object.assign(new EventTarget(), { matches: isDarkSystem });
  const classList = {
    add: (name: string) => classes.add(name),
    remove: (name: string) => classes.delete(name),
    contains: (name: string) => classes.has(name),
    toggle: (name: string, isOn: boolean) => (isOn ? classes.add(name) : classes.delete(name)),
  };
  const localStorage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  };
  const context = {
    document: { documentElement: { classList }, body: {} },
    matchMedia: () => system,
    getComputedStyle: () => ({}),
    setTimeout: (run: () => void) => run(),
    addEventListener: page.addEventListener.bind(page),
    ...(hasStorage && { localStorage }),
  };
  const start = () => runInNewContext(`(${startTheme})("${themeSwitch}")`, context);
  start();
  return {
    startAgain: start,
    drawAnew: () => classes.clear(),
    isDark: () => classes.has("dark"),
    stored: () => kept.get("theme"),
    press: () => page.dispatchEvent(new Event(themeSwitch)),
    inOtherTab: (value: string) => {
      kept.set("theme", value);
      page.dispatchEvent(new Event("storage"));
    },
    setSystem: (isDark: boolean) => {
      system.matches = isDark;
      system.dispatchEvent(new Event("change"));
    },
  };
}

test("without a choice, the theme is that of the system", () => {
  const page = open({ isDarkSystem: true });
  expect(page.isDark()).toBe(true);
  page.setSystem(false);
  expect(page.isDark()).toBe(false);
});

test("a choice is stored, and stays when the system changes", () => {
  const page = open({});
  page.press();
  expect([page.isDark(), page.stored()]).toEqual([true, "dark"]);
  page.setSystem(true);
  page.press();
  expect([page.isDark(), page.stored()]).toEqual([false, "light"]);
  expect(open({ stored: "light", isDarkSystem: true }).isDark()).toBe(false);
});

test("a choice in another tab is shown here too", () => {
  const page = open({});
  page.inOtherTab("dark");
  expect(page.isDark()).toBe(true);
});

test("a browser without storage switches for this page", () => {
  const page = open({ hasStorage: false });
  expect(page.isDark()).toBe(false);
  page.press();
  expect(page.isDark()).toBe(true);
});

test("a document that React has drawn anew shows the theme again, and one press still switches once", () => {
  const page = open({ stored: "dark" });
  page.drawAnew();
  page.startAgain();
  expect(page.isDark()).toBe(true);
  page.press();
  expect(page.isDark()).toBe(false);
});
