type TimeAndId = readonly [time: number, id: string];

const beyond = (field: string, way: "lt" | "gt", [time, id]: TimeAndId) => {
  const at = new Date(time);
  return [{ [field]: { [way]: at } }, { [field]: at, id: { [way]: id } }] as never;
};

/** The `OR` condition of the next page in a list that is newest first. */
export const olderThan = (field: string, place: TimeAndId) => beyond(field, "lt", place);

/** The `OR` condition of the next page in a list that is oldest first. */
export const newerThan = (field: string, place: TimeAndId) => beyond(field, "gt", place);
