"use client";

import { type RefObject, useContext, useEffect, useRef, useState } from "react";
import { FormContext } from "#components/ui/form-context.tsx";
import type { FloorPlan } from "#lib/practice/prototypes/floor-plan.ts";
import {
  begun,
  done,
  type History,
  redone,
  replaced,
  undone,
} from "#lib/practice/prototypes/plan-history.ts";
import { draftFromValues, draftOf, isSameDraft, type PlanDraft } from "./plan-draft.ts";

/** What an object has that its fields show. */
export type DraftField = keyof PlanDraft["objects"][number];

/**
 * The plan as it is typed, with every state that can be come back to.
 *
 * @param saved what it begins with, where the form does not come back refused
 * @param inForm an element of the form that sends it
 */
export function useDraft(saved: FloorPlan, inForm: RefObject<Element | null>) {
  const { values } = useContext(FormContext);
  const [history, setHistory] = useState(() => begun(draftFromValues(values) ?? draftOf(saved)));
  /** The field that is typed in: all that is typed there on end is one step. */
  const typing = useRef("");
  // On a slow line somebody may type before the drawing listens: what stands in the fields counts.
  useEffect(() => {
    const form = inForm.current?.closest("form");
    const typed = form && draftFromValues(textsOf(form));
    if (!typed) return;
    setHistory((now) => (isSameDraft(typed, now.present) ? now : done(now, typed)));
  }, [inForm]);
  const endTyping = () => {
    typing.current = "";
  };
  const step = (change: (now: History<PlanDraft>) => History<PlanDraft>) => {
    endTyping();
    setHistory(change);
  };
  return {
    draft: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    endTyping,
    put: (next: PlanDraft) => step((now) => done(now, next)),
    /** The same step as the one before: what is dragged on is moved once. */
    amend: (next: PlanDraft) => setHistory((now) => replaced(now, next)),
    type: (field: string, next: PlanDraft) => {
      const goesOn = typing.current === field;
      typing.current = field;
      setHistory((now) => (goesOn ? replaced(now, next) : done(now, next)));
    },
    undo: () => step(undone),
    redo: () => step(redone),
  };
}

export type DraftState = ReturnType<typeof useDraft>;

function textsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
