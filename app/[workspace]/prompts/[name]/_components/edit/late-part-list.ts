import dynamic from "next/dynamic";

/** Images and files of a message; loaded where a message has some. */
export const PartList = dynamic(() => import("./part-list").then((module) => module.PartList));
