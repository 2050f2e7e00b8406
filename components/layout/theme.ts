/** The window event that switches between light and dark. */
export const themeSwitch = "understudy.theme";

/** Switches between light and dark. This browser stores the choice. */
export const switchTheme = (): void => void window.dispatchEvent(new Event(themeSwitch));
