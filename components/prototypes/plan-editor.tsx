"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { FormContext } from "#components/ui/form-context.tsx";
import { clearanceFaults } from "#lib/practice/prototypes/clearance.ts";
import {
  added,
  type FloorPlan,
  LONGEST_NAME,
  moved,
  OBJECT_KINDS,
  type ObjectKind,
  type PlanObject,
  turned,
} from "#lib/practice/prototypes/floor-plan.ts";
import { begun, done, redone, replaced, undone } from "#lib/practice/prototypes/plan-history.ts";
import type { EditorWords } from "./editor-words.ts";
import { PlanShapes, planBox } from "./floor-plan.tsx";
import { draftFromValues, draftOf, merged, NUMBERS, type PlanDraft, planOf } from "./plan-draft.ts";
import { faultWords, filled } from "./plan-words.ts";

/** In centimetres, with an arrow key; with Shift, one. */
const STEP = 10;

const ARROWS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const FIELDS = ["id", "kind", "name", ...NUMBERS] as const;

type Drag = { id: string; x: number; y: number; from: PlanDraft; hasMoved: boolean };

type Props = {
  plan: FloorPlan;
  /** The state of the variant that `plan` shows. */
  revision: number;
  words: EditorWords;
};

function textsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

function isSame(one: PlanDraft, other: PlanDraft): boolean {
  const told = ({ width, depth, objects }: PlanDraft) =>
    [width, depth, ...objects.flatMap((each) => FIELDS.map((name) => each[name]))].join("\n");
  return told(one) === told(other);
}

/**
 * Draws a room: a list of all that stands in it, each with its fields, and a drawing beside it that
 * says the same. Either is enough alone. All of it are fields of the form around it, which works
 * before, and without, JavaScript.
 */
export function PlanEditor({ plan: saved, revision, words }: Props) {
  const { values, errors } = useContext(FormContext);
  const [history, setHistory] = useState(() => begun(draftFromValues(values) ?? draftOf(saved)));
  const [chosen, choose] = useState<string | null>(null);
  const [said, say] = useState("");
  const typing = useRef("");
  const drag = useRef<Drag | null>(null);
  const canvas = useRef<SVGSVGElement>(null);
  const hint = useId();
  // On a slow line somebody may type before the drawing listens: what stands in the fields counts.
  useEffect(() => {
    const form = canvas.current?.closest("form");
    const typed = form && draftFromValues(textsOf(form));
    if (!typed) return;
    setHistory((now) => (isSame(typed, now.present) ? now : done(now, typed)));
  }, []);
  const draft = history.present;
  const plan = planOf(draft);
  const faults = clearanceFaults(plan);

  const put = (next: PlanDraft) => {
    typing.current = "";
    setHistory((now) => done(now, next));
  };
  const apply = (change: (plan: FloorPlan) => FloorPlan): FloorPlan => {
    const next = change(plan);
    if (next !== plan) put(merged(draft, plan, next));
    return next;
  };
  const type = (field: string, next: PlanDraft) => {
    const goesOn = typing.current === field;
    typing.current = field;
    setHistory((now) => (goesOn ? replaced(now, next) : done(now, next)));
  };
  const typeInto = (id: string, name: keyof PlanDraft["objects"][number], value: string) =>
    type(`${id}.${name}`, {
      ...draft,
      objects: draft.objects.map((object) =>
        object.id === id ? { ...object, [name]: value } : object,
      ),
    });

  const move = (id: string, dx: number, dy: number) => {
    const next = apply((now) => moved(now, id, dx, dy));
    const object = next.objects.find((one) => one.id === id);
    if (object) say(filled(next === plan ? words.said.stuck : words.said.moved, placeOf(object)));
  };
  const add = (kind: ObjectKind) => {
    const next = apply((now) => added(now, kind, (nth) => `${words.kinds[kind]} ${nth}`));
    const object = next.objects.at(-1);
    if (!object) return;
    choose(object.id);
    say(filled(words.said.added, { name: object.name }));
  };
  const remove = (id: string, name: string) => {
    put({ ...draft, objects: draft.objects.filter((object) => object.id !== id) });
    say(filled(words.said.removed, { name }));
    canvas.current?.focus();
  };
  const turn = (id: string, name: string) => {
    const next = apply((now) => turned(now, id));
    const object = next.objects.find((one) => one.id === id);
    if (object && next === plan) say(filled(words.said.stuck, { name }));
    else if (object)
      say(filled(words.said.turned, { name, width: object.width, depth: object.depth }));
  };
  const undo = () => {
    typing.current = "";
    setHistory(undone);
    say(words.said.undone);
  };
  const redo = () => {
    typing.current = "";
    setHistory(redone);
    say(words.said.redone);
  };
  const chooseNext = (by: 1 | -1) => {
    const at = draft.objects.findIndex(({ id }) => id === chosen);
    const next = draft.objects.at(
      (at + by + draft.objects.length) % Math.max(1, draft.objects.length),
    );
    if (!next) return;
    choose(next.id);
    say(filled(words.said.chosen, { name: next.name }));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (isUndo) (event.shiftKey ? redo : undo)();
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") redo();
    else if (event.key === "PageDown") chooseNext(1);
    else if (event.key === "PageUp") chooseNext(-1);
    else if (arrow && chosen) {
      const step = event.shiftKey ? 1 : STEP;
      move(chosen, arrow[0] * step, arrow[1] * step);
    } else return;
    event.preventDefault();
  };

  const inRoom = ({ clientX, clientY }: PointerEvent) => {
    const matrix = canvas.current?.getScreenCTM()?.inverse();
    return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix) : null;
  };
  const onPointerDown = (event: PointerEvent) => {
    const shape = (event.target as Element).closest("[data-id]");
    const at = inRoom(event);
    const id = shape?.getAttribute("data-id");
    if (!id || !at || !event.isPrimary) return;
    choose(id);
    drag.current = { id, x: at.x, y: at.y, from: draft, hasMoved: false };
    canvas.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const at = inRoom(event);
    const held = drag.current;
    if (!held || !at) return;
    const step = event.shiftKey ? 1 : STEP;
    const along = (to: number, from: number) => Math.round((to - from) / step) * step;
    const before = planOf(held.from);
    const after = moved(before, held.id, along(at.x, held.x), along(at.y, held.y));
    if (after === before && !held.hasMoved) return;
    const next = merged(held.from, before, after);
    const isFirst = !held.hasMoved;
    held.hasMoved = true;
    setHistory((now) => (isFirst ? done(now, next) : replaced(now, next)));
  };
  const onPointerUp = () => {
    const held = drag.current;
    drag.current = null;
    typing.current = "";
    const object = held?.hasMoved ? plan.objects.find(({ id }) => id === held.id) : undefined;
    if (object) say(filled(words.said.moved, placeOf(object)));
  };

  return (
    <div className="plan-editor">
      {/* A drawing that comes back refused was made of the state that it was made of, whatever is saved by now. */}
      <input type="hidden" name="revision" value={values.revision ?? revision} />
      {/* What Enter in a field presses: without it, the first button to add something. */}
      <button type="submit" className="plan-enter" tabIndex={-1} aria-hidden="true">
        {words.save}
      </button>
      <div className="plan-drawing">
        <h2>{words.drawing}</h2>
        <p className="fact" id={hint}>
          {words.drawingHint}
        </p>
        <svg
          ref={canvas}
          className="floor-plan plan-canvas"
          viewBox={planBox(plan)}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
          tabIndex={0}
          aria-label={words.drawing}
          aria-describedby={hint}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
        >
          <PlanShapes plan={plan} chosen={chosen} />
        </svg>
        <div className="row">
          <button
            type="button"
            className="button quiet"
            onClick={undo}
            disabled={history.past.length === 0}
          >
            {words.undo}
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={redo}
            disabled={history.future.length === 0}
          >
            {words.redo}
          </button>
        </div>
        <p className="plan-said" role="status">
          {said}
        </p>
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
      </div>
      <div>
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
        <h2>{words.list}</h2>
        <p className="fact">{words.listHint}</p>
        {errors.objects && <p className="fault">{errors.objects}</p>}
        <div className="row">
          {OBJECT_KINDS.map((kind) => (
            <button
              key={kind}
              type="submit"
              name="add"
              value={kind}
              className="button quiet"
              aria-label={filled(words.addKind, { kind: words.kinds[kind] })}
              onClick={(event) => {
                event.preventDefault();
                add(kind);
              }}
            >
              + {words.kinds[kind]}
            </button>
          ))}
        </div>
        <ol className="plan-objects">
          {draft.objects.map((object, at) => {
            const field = (name: string) => `objects.${at}.${name}`;
            const hasFault = Object.keys(errors).some((name) => name.startsWith(`objects.${at}.`));
            const { id, kind, name } = object;
            return (
              <li key={id}>
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
                  {(errors[field("id")] ?? errors[field("kind")]) && (
                    <p className="fault">{errors[field("id")] ?? errors[field("kind")]}</p>
                  )}
                  <div className="plan-fields">
                    {(["name", ...NUMBERS] as const).map((part) => (
                      <PlanField
                        key={part}
                        name={field(part)}
                        label={words.fields[part]}
                        value={object[part]}
                        error={errors[field(part)]}
                        isWords={part === "name"}
                        onType={(value) => typeInto(id, part, value)}
                      />
                    ))}
                  </div>
                  <div className="row">
                    <button
                      type="submit"
                      name="turn"
                      value={id}
                      className="button quiet"
                      aria-label={filled(words.turnOf, { name })}
                      onClick={(event) => {
                        event.preventDefault();
                        turn(id, name);
                      }}
                    >
                      {words.turn}
                    </button>
                    <button
                      type="submit"
                      name="remove"
                      value={id}
                      className="button quiet"
                      aria-label={filled(words.removeOf, { name })}
                      onClick={(event) => {
                        event.preventDefault();
                        remove(id, name);
                      }}
                    >
                      {words.remove}
                    </button>
                  </div>
                </details>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function placeOf({ name, x, y }: PlanObject) {
  return { name, x, y };
}

type FieldProps = {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  isWords?: boolean;
  onType: (value: string) => void;
};

function PlanField({ name, label, value, error, isWords = false, onType }: FieldProps) {
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
