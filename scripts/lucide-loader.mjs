/** A loader of the pages' build: the `Icon` of lucide-react becomes components/ui/lucide-icon.ts. */
export default function lucideLoader() {
  return 'export { default } from "../../../../components/ui/lucide-icon.ts";';
}
