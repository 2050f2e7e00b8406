/** The window event that switches between light and dark. */
export const themeSwitch = "understudy.theme";

/** Switches between light and dark. This browser stores the choice. */
export const switchTheme = (): void => void window.dispatchEvent(new Event(themeSwitch));

/**
 * Shows the theme that the person chose, or else that of the system, and follows both, also in other tabs. The document
 * has the text of this function as a script, which runs before anything is painted, so it uses nothing from outside. If
 * it runs already, it shows the theme again: React removes the class where it draws the whole document.
 */
export function startTheme(switchEvent: string): void {
  const page = document as Document & { showTheme?: () => void };
  if (page.showTheme) {
    page.showTheme();
    return;
  }
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen: string | null = null;
  const read = () => {
    try {
      chosen = localStorage.getItem("theme");
    } catch {} // blocked storage: this page follows the system
  };
  const show = () => {
    const isDark = chosen === "dark" || (chosen !== "light" && system.matches);
    if (root.classList.contains("dark") === isDark) return;
    root.classList.add("theme-switching");
    root.classList.toggle("dark", isDark);
    getComputedStyle(document.body).color;
    setTimeout(() => root.classList.remove("theme-switching"), 1);
  };
  read();
  show();
  page.showTheme = show;
  system.addEventListener("change", show);
  addEventListener("storage", () => {
    read();
    show();
  });
  addEventListener(switchEvent, () => {
    chosen = root.classList.contains("dark") ? "light" : "dark";
    try {
      localStorage.setItem("theme", chosen);
    } catch {} // the choice holds for this page
    show();
  });
}
