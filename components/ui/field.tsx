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

type SelectProps = {
  label: string;
  name: string;
  defaultValue: string;
  options: { value: string; label: string }[];
};

export function SelectField({ label, name, defaultValue, options }: SelectProps) {
  return (
    <Field label={label} name={name}>
      <select id={name} name={name} defaultValue={defaultValue}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
