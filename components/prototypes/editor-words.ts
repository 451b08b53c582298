import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { OBJECT_KINDS, type ObjectKind } from "#lib/practice/prototypes/floor-plan.ts";
import { NUMBERS, type NumberName } from "./plan-draft.ts";
import { type PlanWords, planWords } from "./plan-words.ts";

const SAID = [
  "moved",
  "stuck",
  "added",
  "removed",
  "turned",
  "undone",
  "redone",
  "chosen",
] as const;

/**
 * Every sentence that the editor says, in the reader's language, with `{name}` where something
 * goes.
 */
export type EditorWords = PlanWords & {
  kinds: Record<ObjectKind, string>;
  fields: Record<NumberName | "name", string>;
  said: Record<(typeof SAID)[number], string>;
  drawing: string;
  drawingHint: string;
  list: string;
  listHint: string;
  room: string;
  roomWidth: string;
  roomDepth: string;
  addKind: string;
  remove: string;
  removeOf: string;
  turn: string;
  turnOf: string;
  undo: string;
  redo: string;
  save: string;
  wheelchair: string;
  fine: string;
};

export function editorWords(t: Translate): EditorWords {
  const places = {
    name: "{name}",
    kind: "{kind}",
    x: "{x}",
    y: "{y}",
    width: "{width}",
    depth: "{depth}",
  };
  const each = <Name extends string>(names: readonly Name[], sentence: (name: Name) => string) =>
    Object.fromEntries(names.map((name) => [name, sentence(name)])) as Record<Name, string>;
  return {
    ...planWords(t),
    kinds: each(OBJECT_KINDS, (kind) => t(`plan.kinds.${kind}`)),
    fields: each([...NUMBERS, "name"], (name) => t(`editor.fields.${name}`)),
    said: each(SAID, (what) => t(`editor.said.${what}`, places)),
    drawing: t("editor.drawing"),
    drawingHint: t("editor.drawingHint"),
    list: t("editor.list"),
    listHint: t("editor.listHint"),
    room: t("editor.room"),
    roomWidth: t("editor.roomWidth"),
    roomDepth: t("editor.roomDepth"),
    addKind: t("editor.addKind", places),
    remove: t("editor.remove"),
    removeOf: t("editor.removeOf", places),
    turn: t("editor.turn"),
    turnOf: t("editor.turnOf", places),
    undo: t("editor.undo"),
    redo: t("editor.redo"),
    save: t("editor.save"),
    wheelchair: t("wheelchair.title"),
    fine: t("wheelchair.fine"),
  };
}
