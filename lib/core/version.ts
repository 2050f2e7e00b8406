import manifest from "@/package.json" with { type: "json" };

/** The version of Understudy that runs here: "0.2.0". */
export const version: string = manifest.version;
