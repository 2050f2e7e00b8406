import manifest from "@/package.json" with { type: "json" };

/** The running version of Understudy, such as "0.2.0". */
export const version: string = manifest.version;
