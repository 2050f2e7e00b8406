/** Runs `next build` as a child of a start. It ends with the start, even if that is killed. Plain JavaScript. */
process.once("disconnect", () => process.exit(1));
process.channel?.unref(); // the IPC channel alone does not keep the process running
process.argv = [process.argv[0], "next", "build"];
await import("next/dist/bin/next");
