import type { ReactNode } from "react";
import { SelectField } from "./field.tsx";

type Props = {
  /** The page that is asked for again. */
  action: string;
  label: string;
  submit: string;
  spaces: readonly { slug: string; name: string }[];
  /** The slug of the one that the page is about now. */
  chosen: string;
  /** What else is chosen with it. */
  children?: ReactNode;
};

/** For whoever works in several spaces: which of them a page is about. */
export function ChooseSpace({ action, label, submit, spaces, chosen, children }: Props) {
  if (spaces.length < 2) return null;
  return (
    <form className="search" action={action} method="get">
      <SelectField
        label={label}
        name="space"
        defaultValue={chosen}
        options={spaces.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      {children}
      <button type="submit" className="button quiet">
        {submit}
      </button>
    </form>
  );
}
