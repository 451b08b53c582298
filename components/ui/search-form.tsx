import { TextField } from "./field.tsx";

type Props = {
  /** The page of what is found. */
  action: string;
  label: string;
  submit: string;
  /** What is looked for now. */
  query: string;
};

/** Looks for something by its words. */
export function SearchForm({ action, label, submit, query }: Props) {
  return (
    <form className="search" action={action} method="get">
      <TextField label={label} name="q" type="search" defaultValue={query} maxLength={100} />
      <button type="submit" className="button">
        {submit}
      </button>
    </form>
  );
}
