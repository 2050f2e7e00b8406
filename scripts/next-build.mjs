/** `next build` as a child of a start: it ends when the start does, even when that is killed. Plain JavaScript, as Next is. */
process.once("disconnect", () => process.exit(1));
process.channel?.unref(); // the channel alone keeps nothing alive
process.argv = [process.argv[0], "next", "build"];
await import("next/dist/bin/next");
