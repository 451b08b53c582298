import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { NEEDS } from "./search-form.ts";

/**
 * What a learner carries from screen to screen: how many, for how long, with what, and in which
 * place.
 */
/** How many of a need, where it is more than one. */
type Pieces = Record<string, number>;

export type Input = {
  people: number;
  hours: number;
  needs: string[];
  pieces?: Pieces;
  space: string | null;
  /** How the room is to be set up: it leads to the room that can be. */
  layout?: string;
};

/** How long one can stay, as few choices as serve: in hours. */
export const LENGTHS = [1, 2, 3, 4];

export type Params = PageQuery;

/** `laptop`, or `laptop:8`. */
const NEED = /^([a-z]+)(?::(\d{1,3}))?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SLUG = /^[a-z0-9-]{1,120}$/;

/** The request in an address, or the message key of what is wrong with it. */
export function readInput(params: Params): Input | { code: string } {
  const people = Number(firstOf(params.people) || "1");
  if (!Number.isInteger(people) || people < 1 || people > 500) return { code: "booking.people" };
  const hours = Number(firstOf(params.hours) || "2");
  if (!LENGTHS.includes(hours)) return { code: "booking.not_a_length" };
  const asked = [params.need ?? []]
    .flat()
    .filter(Boolean)
    .map((need) => NEED.exec(need));
  const needs = [...new Set(asked.map((need) => need?.[1] ?? ""))];
  if (needs.some((need) => !NEEDS.some((known) => known === need)))
    return { code: "booking.unknown_equipment" };
  const counted = asked.flatMap((need) =>
    Number(need?.[2]) > 1 ? [[need?.[1], Number(need?.[2])]] : [],
  );
  const pieces = counted.length > 0 ? { pieces: Object.fromEntries(counted) } : {};
  const space = firstOf(params.space);
  const layout = UUID.test(firstOf(params.layout)) ? { layout: firstOf(params.layout) } : {};
  return { people, hours, needs, ...pieces, space: SLUG.test(space) ? space : null, ...layout };
}

/** A need as an address and a form hold it. */
export function needValue(need: string, pieces: Pieces = {}): string {
  const count = pieces[need] ?? 1;
  return count > 1 ? `${need}:${count}` : need;
}

/** What is wanted beside the room, as a booking has it. */
export function equipmentOf({ needs, pieces = {} }: { needs: string[]; pieces?: Pieces }) {
  return needs.map((kind) => ({ kind, quantity: pieces[kind] ?? 1 }));
}

/** The request as the query of an address. */
export function inputAddress({
  people,
  hours,
  needs,
  pieces,
  space,
  layout,
}: Input): URLSearchParams {
  const query = new URLSearchParams({ people: String(people), hours: String(hours) });
  for (const need of needs) query.append("need", needValue(need, pieces));
  if (space) query.set("space", space);
  if (layout) query.set("layout", layout);
  return query;
}

type Checked = {
  roomId: string;
  start: Temporal.Instant;
  end: Temporal.Instant;
  people: number;
  equipment: EquipmentRequest[];
  /** All rooms, when it is more than one. */
  resources?: string[];
  /** How the room is to be set up. */
  layoutId?: string | undefined;
};

/** The last screen for a room and a time, as the part of an address after the question mark. */
export function checkAddress({
  roomId,
  start,
  end,
  people,
  equipment,
  resources,
  layoutId,
}: Checked): URLSearchParams {
  const query = new URLSearchParams({
    room: roomId,
    start: start.toString(),
    end: end.toString(),
    people: String(people),
  });
  if (equipment.length > 0)
    query.set("equipment", equipment.map(({ kind, quantity }) => `${kind}:${quantity}`).join(","));
  if (resources) query.set("rooms", resources.join(","));
  if (layoutId) query.set("layout", layoutId);
  return query;
}

/** Everything an address says, as it was said: to hand it on when it cannot be read. */
export function sameAddress(params: Params): URLSearchParams {
  return new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      [value ?? []].flat().map((text): [string, string] => [name, text]),
    ),
  );
}
