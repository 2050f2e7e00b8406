import { Ellipsis } from "lucide-react";
import { IconButton } from "./icon-button";
import { Menu, type MenuProps } from "./menu";

type Props = { of: string } & Pick<MenuProps, "items">;

/** The menu behind three dots, with further actions for an item. */
export function MoreMenu({ of, items }: Props) {
  const label = `More for ${of}`;
  return <Menu label={label} trigger={<IconButton label={label} icon={<Ellipsis />} />} items={items} />;
}
