"use client";

import { useContext, useRef } from "react";
import { FormContext } from "#components/ui/form-context.tsx";
import { pressWhile } from "#components/ui/press-once.ts";
import { clearanceFaults } from "#lib/practice/prototypes/clearance.ts";
import { type FloorPlan, OBJECT_KINDS } from "#lib/practice/prototypes/floor-plan.ts";
import type { EditorWords } from "./editor-words.ts";
import { PlanCanvas } from "./plan-canvas.tsx";
import { PlanButton, PlanField, PlanObjects } from "./plan-objects.tsx";
import { faultWords, filled } from "./plan-words.ts";
import { type Editing, usePlan } from "./use-plan.ts";

type Props = {
  plan: FloorPlan;
  /** The state of the variant that `plan` shows. */
  revision: number;
  words: EditorWords;
};

/**
 * Draws a room: a list of all that stands in it, each with its fields, and a drawing beside it that
 * says the same. Either is enough alone. All of it are fields of the form around it, which works
 * before, and without, JavaScript.
 */
export function PlanEditor({ plan: saved, revision, words }: Props) {
  const { values } = useContext(FormContext);
  const canvas = useRef<SVGSVGElement>(null);
  const editing = usePlan(saved, words, canvas);
  return (
    <div className="plan-editor">
      {/* A drawing that comes back refused was made of the state that it was made of, whatever is saved by now. */}
      <input type="hidden" name="revision" value={values.revision ?? revision} />
      {/* What Enter in a field presses: without it, the first button to add something. */}
      <button type="submit" className="plan-enter" tabIndex={-1} aria-hidden="true">
        {words.save}
      </button>
      <div className="plan-drawing">
        <PlanCanvas editing={editing} words={words} canvas={canvas} />
        <Steps editing={editing} words={words} />
        <p className="plan-said" role="status">
          {editing.said}
        </p>
        <Clearance plan={editing.plan} words={words} />
      </div>
      <div>
        <RoomSize editing={editing} words={words} />
        <NewObjects editing={editing} words={words} />
        <PlanObjects editing={editing} words={words} />
      </div>
    </div>
  );
}

type PartProps = { editing: Editing; words: EditorWords };

/** One step back, and one on. */
function Steps({ editing: { undo, redo, canUndo, canRedo }, words }: PartProps) {
  return (
    <div className="row by-script">
      <button type="button" className="button quiet" {...pressWhile(canUndo, undo)}>
        {words.undo}
      </button>
      <button type="button" className="button quiet" {...pressWhile(canRedo, redo)}>
        {words.redo}
      </button>
    </div>
  );
}

/** Where somebody in a wheelchair does not get through or cannot turn. */
function Clearance({ plan, words }: { plan: FloorPlan; words: EditorWords }) {
  const faults = clearanceFaults(plan);
  return (
    <>
      <h3>{words.wheelchair}</h3>
      {faults.length === 0 ? (
        <p>{words.fine}</p>
      ) : (
        <ul className="list">
          {faults.map((fault) => (
            <li key={JSON.stringify(fault)}>{faultWords(words, fault)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function RoomSize({ editing: { draft, type }, words }: PartProps) {
  const { errors } = useContext(FormContext);
  return (
    <fieldset className="plan-fields">
      <legend>{words.room}</legend>
      {(["width", "depth"] as const).map((name) => (
        <PlanField
          key={name}
          name={name}
          label={name === "width" ? words.roomWidth : words.roomDepth}
          value={draft[name]}
          error={errors[name]}
          onType={(value) => type(name, { ...draft, [name]: value })}
        />
      ))}
    </fieldset>
  );
}

/** A button for each kind of thing that can stand in a room. */
function NewObjects({ editing: { add }, words }: PartProps) {
  const { errors } = useContext(FormContext);
  return (
    <>
      <h2>{words.list}</h2>
      <p className="fact">{words.listHint}</p>
      {errors.objects && <p className="fault">{errors.objects}</p>}
      <div className="row">
        {OBJECT_KINDS.map((kind) => (
          <PlanButton
            key={kind}
            name="add"
            value={kind}
            label={filled(words.addKind, { kind: words.kinds[kind] })}
            press={() => add(kind)}
          >
            + {words.kinds[kind]}
          </PlanButton>
        ))}
      </div>
    </>
  );
}
