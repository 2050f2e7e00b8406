/** The layouts of pages: around a whole workspace, and around the tabs of a prompt, a suite or the settings. */
export type Frame = "workspace" | "prompt" | "suite" | "settings";

/** Returns the innermost layout that both pages share. It stays during navigation. Null if there is none. */
export function frameBetween(from: string, to: string): Frame | null {
  if (from === to) return null;
  const [before, after] = [placeOf(from), placeOf(to)];
  if (before.workspace !== after.workspace) return null;
  return before.frame === after.frame && before.of === after.of ? after.frame : "workspace";
}

/** Returns the layout around a page and the object it belongs to. */
function placeOf(pathname: string): { workspace: string; frame: Frame; of: string } {
  const [workspace = "", section, ...rest] = pathname.split("/").slice(1);
  if (section === "settings") return { workspace, frame: "settings", of: "" };
  if (section === "prompts" && rest.length > 0)
    return { workspace, frame: "prompt", of: rest.join("/").split("/-/")[0] ?? "" };
  if (section === "evaluations" && rest[0] === "suites" && rest[1]) return { workspace, frame: "suite", of: rest[1] };
  return { workspace, frame: "workspace", of: "" };
}
