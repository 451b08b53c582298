import { SelectField } from "#components/ui/field.tsx";

type Props = {
  spaces: { slug: string; name: string }[];
  chosen: string;
  label: string;
  show: string;
};

/** Which of one's spaces a page of the desk is about. Nothing to pick from one. */
export function SpacePicker({ spaces, chosen, label, show }: Props) {
  const [only] = spaces;
  if (only && spaces.length === 1) return <p>{only.name}</p>;
  return (
    <form method="get" className="row">
      <SelectField
        label={label}
        name="space"
        defaultValue={chosen}
        options={spaces.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <button type="submit" className="button quiet">
        {show}
      </button>
    </form>
  );
}
