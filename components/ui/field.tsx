import type { InputHTMLAttributes, ReactNode } from "react";

type Shell = { label: string; name: string; children: ReactNode };

function Field({ label, name, children }: Shell) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {children}
    </div>
  );
}

type TextProps = { label: string; name: string } & InputHTMLAttributes<HTMLInputElement>;

export function TextField({ label, name, ...input }: TextProps) {
  return (
    <Field label={label} name={name}>
      <input id={name} name={name} {...input} />
    </Field>
  );
}

type ChecksProps = {
  legend: string;
  name: string;
  chosen: string[];
  options: { value: string; label: string }[];
};

/** Several of a few: one press each, and nothing to open first. */
export function CheckboxGroup({ legend, name, chosen, options }: ChecksProps) {
  return (
    <fieldset className="checks">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
