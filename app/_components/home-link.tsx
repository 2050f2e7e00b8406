import { buttonStyle } from "@/components/ui/button-style";

/** Leads away from an error page. A plain link, because it loads the start page anew. */
export function HomeLink() {
  return (
    <a href="/" className={buttonStyle()}>
      Go to the start
    </a>
  );
}
