import { z } from "zod";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";

/** An object schema with the same schema for each dimension. */
export const eachDimension = <S extends z.ZodType>(of: S) =>
  z.strictObject(Object.fromEntries(dimensions.map((one) => [one, of])) as Record<Dimension, S>);
