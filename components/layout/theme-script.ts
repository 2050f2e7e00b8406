import { themeSwitch } from "./theme";

/**
 * Runs in the document before anything is painted. Shows the theme that the person chose, or else that of the system,
 * and follows both, also in other tabs. Pages need no other code for it.
 */
export const themeScript = `(() => {
  const root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const read = () => { try { chosen = localStorage.getItem("theme"); } catch {} };
  const show = () => {
    root.classList.add("theme-switching");
    root.classList.toggle("dark", chosen === "dark" || (chosen !== "light" && system.matches));
    getComputedStyle(document.body).color;
    setTimeout(() => root.classList.remove("theme-switching"), 1);
  };
  read();
  show();
  system.addEventListener("change", show);
  addEventListener("storage", () => { read(); show(); });
  addEventListener("${themeSwitch}", () => {
    chosen = root.classList.contains("dark") ? "light" : "dark";
    try { localStorage.setItem("theme", chosen); } catch {}
    show();
  });
})()`;
