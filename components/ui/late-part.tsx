import { type ComponentType, lazy, Suspense } from "react";

/**
 * A part whose code loads when a person first opens it. `load` imports its file and returns the component. A part that
 * the document may contain uses `next/dynamic`, which also names its code in the document.
 */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  return function LatePart(props: Props) {
    return (
      <Suspense fallback={<Waiting />}>
        <Part {...props} />
      </Suspense>
    );
  };
}
