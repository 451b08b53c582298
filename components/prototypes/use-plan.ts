"use client";

import { type RefObject, useState } from "react";
import {
  added,
  type FloorPlan,
  moved,
  type ObjectKind,
  type PlanObject,
  turned,
} from "#lib/practice/prototypes/floor-plan.ts";
import type { EditorWords } from "./editor-words.ts";
import { merged, planOf } from "./plan-draft.ts";
import { filled } from "./plan-words.ts";
import { type DraftField, type DraftState, useDraft } from "./use-draft.ts";

/**
 * A plan that is drawn: what stands in it, which object is chosen, and what can be done, each with a
 * sentence that says what was done.
 *
 * @param canvas gets the focus back when the object that had it is gone
 */
export function usePlan(
  saved: FloorPlan,
  words: EditorWords,
  canvas: RefObject<SVGSVGElement | null>,
) {
  const state = useDraft(saved, canvas);
  const [chosen, choose] = useState<string | null>(null);
  const [said, say] = useState("");
  const { draft } = state;
  return {
    ...state,
    plan: planOf(draft),
    chosen,
    choose,
    said,
    sayMoved: (object: PlanObject) => say(filled(words.said.moved, placeOf(object))),
    ...objectCommands({ state, words, choose, say }),
    typeInto: (id: string, field: DraftField, value: string) =>
      state.type(`${id}.${field}`, {
        ...draft,
        objects: draft.objects.map((object) =>
          object.id === id ? { ...object, [field]: value } : object,
        ),
      }),
    remove: (id: string, name: string) => {
      state.put({ ...draft, objects: draft.objects.filter((object) => object.id !== id) });
      say(filled(words.said.removed, { name }));
      canvas.current?.focus();
    },
    undo: () => {
      state.undo();
      say(words.said.undone);
    },
    redo: () => {
      state.redo();
      say(words.said.redone);
    },
    chooseNext: (by: 1 | -1) => {
      const { objects } = draft;
      const at = objects.findIndex(({ id }) => id === chosen);
      const next = objects.at((at + by + objects.length) % Math.max(1, objects.length));
      if (!next) return;
      choose(next.id);
      say(filled(words.said.chosen, { name: next.name }));
    },
  };
}

export type Editing = ReturnType<typeof usePlan>;

type Hands = {
  state: DraftState;
  words: EditorWords;
  choose: (id: string) => void;
  say: (what: string) => void;
};

/** What the rules of a plan decide: where something new stands, and whether there is room to move. */
function objectCommands({ state: { draft, put }, words, choose, say }: Hands) {
  const plan = planOf(draft);
  const apply = (next: FloorPlan): FloorPlan => {
    if (next !== plan) put(merged(draft, plan, next));
    return next;
  };
  return {
    add: (kind: ObjectKind) => {
      const next = apply(added(plan, kind, (nth) => `${words.kinds[kind]} ${nth}`));
      const object = next.objects.at(-1);
      if (!object) return;
      choose(object.id);
      say(filled(words.said.added, { name: object.name }));
    },
    move: (id: string, dx: number, dy: number) => {
      const next = apply(moved(plan, id, dx, dy));
      const object = next.objects.find((one) => one.id === id);
      const sentence = next === plan ? words.said.stuck : words.said.moved;
      if (object) say(filled(sentence, placeOf(object)));
    },
    turn: (id: string, name: string) => {
      const next = apply(turned(plan, id));
      const object = next.objects.find((one) => one.id === id);
      if (!object) return;
      const { width, depth } = object;
      say(
        next === plan
          ? filled(words.said.stuck, { name })
          : filled(words.said.turned, { name, width, depth }),
      );
    },
  };
}

function placeOf({ name, x, y }: PlanObject) {
  return { name, x, y };
}
