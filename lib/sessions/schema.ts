import { z } from "zod";
import { equipmentWish, moment, partySize } from "#lib/booking/schema.ts";
import { LOCALES } from "#lib/i18n/locales.ts";
import { DomainError } from "#lib/platform/errors.ts";

/** The five areas of DigComp 2.2, and what people here come for besides. */
export const TOPICS = [
  "information",
  "communication",
  "creation",
  "safety",
  "problem_solving",
  "first_steps",
  "administration",
  "job_search",
  "language",
  "sustainable_it",
] as const;

export const MODALITIES = ["in_person", "hybrid", "remote", "self_paced", "peer_led"] as const;

const TITLE_LENGTH = 120;

const title = z.string().trim().max(TITLE_LENGTH, "sessions.title_too_long");

/** What a facilitator plans. Without a room it happens elsewhere than in the space: on a screen. */
export const sessionPlan = z
  .object({
    spaceSlug: z.string().max(120),
    roomId: z.uuid("booking.unknown_room").nullable().default(null),
    title: z.object({ nl: title.optional(), fr: title.optional(), en: title.optional() }),
    topic: z.enum(TOPICS, "sessions.unknown_topic"),
    modality: z.enum(MODALITIES, "sessions.unknown_modality"),
    language: z.enum(LOCALES, "sessions.unknown_language"),
    places: partySize,
    start: moment,
    end: moment,
    equipment: z.array(equipmentWish).max(10).default([]),
  })
  .refine(({ title }) => Object.values(title).some(Boolean), { error: "sessions.no_title", path: ["title"] })
  .refine(({ modality, roomId }) => modality === "remote" || roomId !== null, {
    error: "sessions.needs_room",
    path: ["roomId"],
  });

export type SessionPlan = z.output<typeof sessionPlan>;

export const sessionFilter = z.object({
  topic: z.enum(TOPICS).optional().catch(undefined),
  town: z.string().trim().max(60).default(""),
  page: z.coerce.number().int().min(1).max(1000).default(1).catch(1),
});

export type SessionFilter = z.output<typeof sessionFilter>;

/** An address that holds no id names no session. @throws DomainError not_found */
export function sessionId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "sessions.unknown" });
  return id.data;
}
