import type { FloorPlan, ObjectKind, PlanObject } from "#lib/practice/prototypes/floor-plan.ts";

type Drawn = [kind: ObjectKind, name: string, x: number, y: number, width: number, depth: number];

function plan(width: number, depth: number, drawn: Drawn[]): FloorPlan {
  const objects = drawn.map(
    ([kind, name, x, y, w, d], at): PlanObject => ({
      id: `${kind}-${at + 1}`,
      kind,
      name,
      x,
      y,
      width: w,
      depth: d,
      rotation: 0,
    }),
  );
  return { width, depth, objects };
}

/** Two seats above an island and two below it. */
const island = (nth: number, x: number, y: number): Drawn[] => [
  ["table", `Eiland ${nth}`, x, y, 160, 160],
  ["socket", `Stopcontact ${nth}`, x + 75, y + 75, 10, 10],
  ...[20, 95].flatMap((right): Drawn[] => [
    ["seat", `Stoel ${nth} boven ${right}`, x + right, y - 45, 45, 45],
    ["seat", `Stoel ${nth} onder ${right}`, x + right, y + 160, 45, 45],
  ]),
];

export const ISLANDS = plan(900, 700, [
  ["door", "Deur", 60, 0, 90, 15],
  ["path", "Hoofdpad", 30, 0, 150, 700],
  ["path", "Pad tussen de eilanden", 105, 315, 700, 90],
  ["screen", "Scherm", 885, 270, 10, 180],
  ...island(1, 220, 100),
  ...island(2, 560, 100),
  ...island(3, 220, 460),
  ...island(4, 560, 460),
]);

const row = (nth: number, y: number): Drawn[] => [
  ["table", `Rij ${nth}`, 150, y, 640, 60],
  ...Array.from(
    { length: 4 },
    (_, at): Drawn => ["seat", `Stoel ${nth}.${at + 1}`, 200 + at * 150, y + 65, 45, 45],
  ),
];

export const ROWS = plan(900, 700, [
  ["door", "Deur", 60, 0, 90, 15],
  ["path", "Pad langs de rijen", 60, 0, 90, 700],
  ["path", "Pad tussen rij 1 en rij 2", 150, 210, 640, 40],
  ["screen", "Scherm", 400, 20, 180, 10],
  ...row(1, 100),
  ...row(2, 250),
  ...row(3, 400),
  ...row(4, 550),
]);

export const HELP_CORNER = plan(800, 600, [
  ["door", "Porte", 640, 0, 100, 15],
  ["path", "Passage de l’entrée", 600, 0, 180, 600],
  ["path", "Passage vers le coin", 300, 300, 300, 120],
  ["wall", "Cloison basse", 280, 0, 10, 220],
  ["table", "Table ronde", 60, 260, 160, 160],
  ["seat", "Siège 1", 15, 317, 45, 45],
  ["seat", "Siège 2", 117, 215, 45, 45],
  ["seat", "Siège 3", 117, 420, 45, 45],
  ["table", "Table haute", 340, 40, 200, 70],
  ["socket", "Prise au sol", 135, 335, 10, 10],
  ["screen", "Écran mobile", 100, 80, 120, 10],
]);
