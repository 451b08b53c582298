"use client";

import { type ReactNode, useContext, useId } from "react";
import { FormContext } from "#components/ui/form-context.tsx";
import { LONGEST_NAME } from "#lib/practice/prototypes/floor-plan.ts";
import type { EditorWords } from "./editor-words.ts";
import { NUMBERS, type PlanDraft } from "./plan-draft.ts";
import { filled } from "./plan-words.ts";
import type { Editing } from "./use-plan.ts";

type Props = { editing: Editing; words: EditorWords };

/** All that stands in the room, each with its fields. */
export function PlanObjects({ editing, words }: Props) {
  return (
    <ol className="plan-objects">
      {editing.draft.objects.map((object, at) => (
        <li key={object.id}>
          <ObjectFields editing={editing} words={words} object={object} at={at} />
        </li>
      ))}
    </ol>
  );
}

type ObjectProps = Props & {
  object: PlanDraft["objects"][number];
  /** Its place in the list, from 0: the names of its fields say it. */
  at: number;
};

function ObjectFields({ editing, words, object, at }: ObjectProps) {
  const { errors } = useContext(FormContext);
  const { chosen, choose } = editing;
  const { id, kind, name } = object;
  const field = (part: string) => `objects.${at}.${part}`;
  const hasFault = Object.keys(errors).some((one) => one.startsWith(field("")));
  const fault = errors[field("id")] ?? errors[field("kind")];
  return (
    <details
      open={id === chosen || hasFault}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) choose(id);
        else if (chosen === id) choose(null);
      }}
    >
      <summary>
        {at + 1}. <bdi>{name}</bdi>
      </summary>
      <input type="hidden" name={field("id")} value={id} />
      <input type="hidden" name={field("kind")} value={kind} />
      {fault && <p className="fault">{fault}</p>}
      <div className="plan-fields">
        {(["name", ...NUMBERS] as const).map((part) => (
          <PlanField
            key={part}
            name={field(part)}
            label={words.fields[part]}
            value={object[part]}
            error={errors[field(part)]}
            isWords={part === "name"}
            onType={(value) => editing.typeInto(id, part, value)}
          />
        ))}
      </div>
      <div className="row">
        <PlanButton
          name="turn"
          value={id}
          label={filled(words.turnOf, { name })}
          press={() => editing.turn(id, name)}
        >
          {words.turn}
        </PlanButton>
        <PlanButton
          name="remove"
          value={id}
          label={filled(words.removeOf, { name })}
          press={() => editing.remove(id, name)}
        >
          {words.remove}
        </PlanButton>
      </div>
    </details>
  );
}

type ButtonProps = {
  name: string;
  value: string;
  label: string;
  press: () => void;
  children: ReactNode;
};

/** Changes the drawing here; before JavaScript is there, the form is sent and comes back changed. */
export function PlanButton({ name, value, label, press, children }: ButtonProps) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      className="button quiet"
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        press();
      }}
    >
      {children}
    </button>
  );
}

type FieldProps = {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  isWords?: boolean;
  onType: (value: string) => void;
};

export function PlanField({ name, label, value, error, isWords = false, onType }: FieldProps) {
  const id = useId();
  return (
    <div className={isWords ? "field plan-name" : "field"}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        value={value}
        onChange={(event) => onType(event.target.value)}
        inputMode={isWords ? undefined : "numeric"}
        maxLength={isWords ? LONGEST_NAME : 6}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-fault` : undefined}
      />
      {error && (
        <p className="fault" id={`${id}-fault`}>
          {error}
        </p>
      )}
    </div>
  );
}
