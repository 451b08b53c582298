"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useId, useRef } from "react";
import { moved } from "#lib/practice/prototypes/floor-plan.ts";
import type { EditorWords } from "./editor-words.ts";
import { PlanShapes, planBox } from "./floor-plan.tsx";
import { merged, type PlanDraft, planOf } from "./plan-draft.ts";
import type { Editing } from "./use-plan.ts";

/** In centimetres, with an arrow key or the pointer; with Shift, one. */
const STEP = 10;

const ARROWS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Props = { editing: Editing; words: EditorWords; canvas: RefObject<SVGSVGElement | null> };

/** The drawing of a plan: objects are moved by the keys, or dragged. */
export function PlanCanvas({ editing, words, canvas }: Props) {
  const hint = useId();
  const pointer = usePointer(editing, canvas);
  return (
    <>
      <h2>{words.drawing}</h2>
      <p className="fact" id={hint}>
        {words.drawingHint}
      </p>
      <svg
        ref={canvas}
        className="floor-plan plan-canvas"
        viewBox={planBox(editing.plan)}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
        tabIndex={0}
        aria-label={words.drawing}
        aria-describedby={hint}
        onKeyDown={(event) => {
          const command = commandOf(event, editing);
          if (!command) return;
          command();
          event.preventDefault();
        }}
        {...pointer}
      >
        <PlanShapes plan={editing.plan} chosen={editing.chosen} />
      </svg>
    </>
  );
}

/** What a key does in the drawing; undefined for keys that are not its own. */
function commandOf(event: KeyboardEvent, editing: Editing): (() => void) | undefined {
  const { chosen, undo, redo, chooseNext, move } = editing;
  if (event.ctrlKey || event.metaKey) {
    const shortcuts: Record<string, () => void> = { z: event.shiftKey ? redo : undo, y: redo };
    const shortcut = shortcuts[event.key.toLowerCase()];
    if (shortcut) return shortcut;
  }
  if (event.key === "PageDown") return () => chooseNext(1);
  if (event.key === "PageUp") return () => chooseNext(-1);
  const arrow = ARROWS[event.key];
  if (!arrow || !chosen) return undefined;
  const step = event.shiftKey ? 1 : STEP;
  return () => move(chosen, arrow[0] * step, arrow[1] * step);
}

/** An object that is dragged. @property x where the pointer took it, in centimetres of the room */
type Drag = { id: string; x: number; y: number; from: PlanDraft; hasMoved: boolean };

/** Drags an object: one step of the history, from where it was taken to where it is let go. */
function usePointer(editing: Editing, canvas: RefObject<SVGSVGElement | null>) {
  const drag = useRef<Drag | null>(null);
  const inRoom = ({ clientX, clientY }: PointerEvent) => {
    const matrix = canvas.current?.getScreenCTM()?.inverse();
    return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix) : null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const shape = (event.target as Element).closest("[data-id]");
      const at = inRoom(event);
      const id = shape?.getAttribute("data-id");
      if (!id || !at || !event.isPrimary) return;
      editing.choose(id);
      drag.current = { id, x: at.x, y: at.y, from: editing.draft, hasMoved: false };
      canvas.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const at = inRoom(event);
      const held = drag.current;
      const next = held && at && dragged(held, at, event.shiftKey ? 1 : STEP);
      if (!next) return;
      (held.hasMoved ? editing.amend : editing.put)(next);
      held.hasMoved = true;
    },
    onPointerUp: () => {
      const held = drag.current;
      drag.current = null;
      editing.endTyping();
      const object = editing.plan.objects.find(({ id }) => id === held?.id);
      if (object && held?.hasMoved) editing.sayMoved(object);
    },
  };
}

/** The draft with the object where the pointer is, in whole steps; null before it moved at all. */
function dragged(held: Drag, at: { x: number; y: number }, step: number): PlanDraft | null {
  const along = (to: number, from: number) => Math.round((to - from) / step) * step;
  const before = planOf(held.from);
  const after = moved(before, held.id, along(at.x, held.x), along(at.y, held.y));
  return after === before && !held.hasMoved ? null : merged(held.from, before, after);
}
