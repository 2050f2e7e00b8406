import { type ComponentType, lazy, Suspense, useState } from "react";

/**
 * A part whose code loads when a person first opens it. `load` imports its file and returns the component. A part that
 * the document may contain uses `next/dynamic`, which also names its code in the document. Code that could not be
 * loaded is asked for again when the part is opened again.
 */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
): ComponentType<Props> {
  let part: ComponentType<Props> | null = null;
  const ask = async () => {
    try {
      return { default: await load() };
    } catch (error) {
      part = null;
      throw error;
    }
  };
  const partNow = () => {
    part ??= lazy(ask) as unknown as ComponentType<Props>;
    return part;
  };
  return function LatePart(props: Props) {
    const [Part] = useState(partNow);
    return (
      <Suspense fallback={<Waiting />}>
        <Part {...props} />
      </Suspense>
    );
  };
}
