import dynamic from "next/dynamic";

/** The parts of a message: texts, images and files. Loaded lazily, when a message has parts. */
export const PartList = dynamic(() => import("./part-list").then((module) => module.PartList), {
  loading: () => null,
});
