import manifest from "@/package.json" with { type: "json" };

/** The running version of Understudy, such as "0.3.0". */
export const version: string = manifest.version;
