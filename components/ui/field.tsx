"use client";

import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { useChosen, useField, useTick } from "./form-context.tsx";

type Labelled = { label: string; name: string; hint?: string };
type Option = {
  value: string;
  label: string;
  /** Of a name that somebody gave, where it may be another than the reader's. */
  lang?: string;
};

type ShellProps = {
  id: string;
  label: string;
  hint?: string;
  error: string | undefined;
  children: ReactNode;
};

/** The same name may stand in several forms of a page: ids are made, not taken from it. */
function Field({ id, label, hint, error, children }: ShellProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="fact" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p className="fault" id={`${id}-fault`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** What the control itself says of its hint and its fault. */
function describedBy(id: string, hint: string | undefined, error: string | undefined) {
  const ids = [hint && `${id}-hint`, error && `${id}-fault`].filter(Boolean).join(" ");
  return { "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined };
}

type TextProps = Labelled &
  Omit<InputHTMLAttributes<HTMLInputElement>, "defaultValue"> & {
    defaultValue?: string;
    /** Why what was typed is refused, where the address holds it and no action was asked. */
    fault?: string;
    /** What helps to fill it, within its frame. */
    aid?: ReactNode;
  };

export function TextField({ label, name, hint, defaultValue, fault, aid, ...input }: TextProps) {
  const id = useId();
  const { error = fault, value } = useField(name, defaultValue);
  const control = (
    <input id={id} name={name} {...input} defaultValue={value} {...describedBy(id, hint, error)} />
  );
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {aid ? (
        <span className="aided">
          {control}
          {aid}
        </span>
      ) : (
        control
      )}
    </Field>
  );
}

type AreaProps = Labelled &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "defaultValue"> & { defaultValue?: string };

export function TextArea({ label, name, hint, defaultValue, ...area }: AreaProps) {
  const id = useId();
  const { error, value } = useField(name, defaultValue);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        name={name}
        {...area}
        defaultValue={value}
        {...describedBy(id, hint, error)}
      />
    </Field>
  );
}

type SelectProps = Labelled &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "defaultValue"> & {
    defaultValue?: string;
    options: Option[];
  };

export function SelectField({ label, name, hint, defaultValue, options, ...select }: SelectProps) {
  const id = useId();
  const { error, value } = useField(name, defaultValue);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {/* A select does not follow a new default by itself: the key makes it anew. */}
      <select
        key={value}
        id={id}
        name={name}
        {...select}
        defaultValue={value}
        {...describedBy(id, hint, error)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

type GroupProps = { legend: string; name: string; options: Option[]; hint?: string };

/** One of a few: one press, and every choice in sight. */
export function RadioGroup({ name, chosen, ...group }: GroupProps & { chosen?: string }) {
  const { error, value } = useField(name, chosen);
  return (
    <Choices
      type="radio"
      name={name}
      error={error}
      ticked={[value ?? ""]}
      shown={value}
      {...group}
    />
  );
}

/** Several of a few: one press each, and nothing to open first. */
export function CheckboxGroup({ name, chosen, ...group }: GroupProps & { chosen: string[] }) {
  const { error, ticked, sent } = useChosen(name, chosen);
  return (
    <Choices type="checkbox" name={name} error={error} ticked={ticked} shown={sent} {...group} />
  );
}

type ChoicesProps = GroupProps & {
  type: "radio" | "checkbox";
  error: string | undefined;
  ticked: string[];
  /** What was sent and came back: the choices are drawn anew with it. */
  shown: string | undefined;
};

function Choices({ type, legend, hint, name, options, error, ticked, shown }: ChoicesProps) {
  const id = useId();
  return (
    <fieldset className="checks" key={shown} {...describedBy(id, hint, error)}>
      <legend>{legend}</legend>
      {hint && (
        <p className="fact" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {options.map((option) => (
        <label key={option.value}>
          <input
            type={type}
            name={name}
            value={option.value}
            defaultChecked={ticked.includes(option.value)}
          />
          {option.label}
        </label>
      ))}
      {error && (
        <p className="fault" id={`${id}-fault`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** The fault of choices that may be out of sight: in lists that nobody opened. */
export function Fault({ name }: { name: string }) {
  const { error } = useField(name, undefined);
  return error ? <p className="fault">{error}</p> : null;
}

type TickProps = { label: string; name: string; value: string; defaultChecked: boolean };

/** Yes or no, in a row with other fields. */
export function Tick({ label, defaultChecked, ...input }: TickProps) {
  const id = useId();
  const { error, isTicked } = useTick(input.name, input.value, defaultChecked);
  return (
    <>
      <label className="tick" key={String(isTicked)}>
        <input
          type="checkbox"
          {...input}
          defaultChecked={isTicked}
          {...describedBy(id, undefined, error)}
        />
        {label}
      </label>
      {error && (
        <p className="fault" id={`${id}-fault`}>
          {error}
        </p>
      )}
    </>
  );
}
