import { notFound } from "next/navigation";

/** Any path of a language that is no page: the 404 in that language. */
export default function UnknownPage() {
  notFound();
}
