/** The classes of an option in the form of a filter. */
export const option =
  "flex min-h-8 w-full cursor-pointer select-none items-center rounded-md px-2 text-left data-[selected=true]:bg-surface-hover hover:bg-surface-hover max-md:min-h-11";
