import { Icon, type IconName } from "#components/ui/icon.tsx";

type Props = {
  legend: string;
  name: string;
  type: "radio" | "checkbox";
  chosen: string[];
  options: { value: string; label: string; icon?: IconName }[];
};

/** A few answers as large buttons, all in sight. */
export function ChipChoices({ legend, name, type, chosen, options }: Props) {
  return (
    <fieldset className="chips choice-chips">
      <legend>{legend}</legend>
      {options.map(({ value, label, icon }) => (
        <label key={value}>
          <input type={type} name={name} value={value} defaultChecked={chosen.includes(value)} />
          {icon && <Icon name={icon} />}
          {label}
        </label>
      ))}
    </fieldset>
  );
}
