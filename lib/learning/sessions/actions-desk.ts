"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { addressOf, decisionsIn } from "#lib/booking/series/choice-form.ts";
import { occurrencesOf } from "#lib/booking/series/rules.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { seenMark } from "#lib/foundation/platform/database/as-seen.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { changeSession } from "./change.ts";
import { cancelSession, planSession } from "./commands.ts";
import { courseAsked } from "./course-asked.ts";
import { planCourse } from "./courses.ts";
import {
  courseFields,
  courseFrom,
  parsed,
  piecesFrom,
  sessionFields,
  timeFrom,
  whatFrom,
} from "./form.ts";
import { knownSession } from "./queries.ts";
import { SCOPES, schemeInput, sessionChange, sessionPlan } from "./schema.ts";
import { saveScheme } from "./schemes.ts";

const planForm = sessionFields.extend({ spaceSlug: z.string().max(120), key: z.uuid() });

export async function planSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, planForm, async ({ spaceSlug, key, ...fields }, locale) => {
    const ctx = await requestContext();
    const { timeZone } = await placeOf(spaceSlug);
    const { otherSlug, otherRoomId, otherPlaces, facilitator } = fields;
    const plan = parsed(sessionPlan, {
      ...whatFrom(fields),
      ...timeFrom(fields, timeZone),
      spaceSlug,
      roomId: fields.roomId || null,
      equipment: piecesFrom(fields, "equipment"),
      joint: otherSlug
        ? {
            spaceSlug: otherSlug,
            roomId: otherRoomId,
            places: otherPlaces,
            equipment: piecesFrom(fields, "other"),
            facilitatorHere: facilitator === "other",
          }
        : undefined,
    });
    const { id } = await planSession(ctx, plan, key);
    redirect(saying(`/${locale}/sessions/${id}`, "sessionPlanned"));
  });
}

async function placeOf(slug: string) {
  const space = await findSpace(await requestContext(), slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return space;
}

const changeForm = sessionFields.extend({ id: z.uuid(), version: z.coerce.number().int() });

export async function changeSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, changeForm, async ({ id, version, ...fields }, locale) => {
    const ctx = await requestContext();
    const { timeZone, during } = await knownSession(ctx.db, id);
    const change = parsed(sessionChange, {
      version,
      ...whatFrom(fields),
      ...timeFrom(fields, timeZone, during),
      roomId: fields.roomId || null,
    });
    await changeSession(ctx, id, change);
    redirect(`/${locale}/desk/sessions/${id}?done=changed`);
  });
}

const cancelForm = z.object({ id: z.uuid(), scope: z.enum(SCOPES).default("this") });

export async function cancelSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, cancelForm, async ({ id, scope }, locale) => {
    await cancelSession(await requestContext(), id, scope);
    redirect(`/${locale}/sessions/${id}`);
  });
}

/** The first screen of a course: what can be read goes on to the check of every date. */
export async function askCourseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, courseFields, async (fields, locale) => {
    const { id: spaceId, timeZone } = await placeOf(fields.spaceSlug);
    authorise((await requestContext()).actor, "session.plan", { spaceId });
    occurrencesOf(courseFrom(fields, timeZone), timeZone);
    redirect(`/${locale}/desk/sessions/course/check?${addressOf(form)}`);
  });
}

const checkedForm = z.object({ asked: z.string().max(12_000), key: z.uuid() }).catchall(z.string());

export async function planCourseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, checkedForm, async ({ asked, key, ...fields }, locale) => {
    const ctx = await requestContext();
    const { course } = await courseAsked(ctx, new URLSearchParams(asked));
    const choice = { decisions: decisionsIn(fields), onConflict: "refuse" as const };
    const planned = await planCourse(ctx, course, choice, key).catch((error: unknown) => {
      // A date was taken since the page was made: the dates are shown as they are now.
      refresh();
      throw error;
    });
    redirect(saying(`/${locale}/sessions/${planned.sessions[0]?.id}`, "coursePlanned"));
  });
}

const schemeForm = z.object({
  id: z.uuid().optional(),
  revision: seenMark.optional(),
  code: z.string().max(200),
  name: z.string().max(400),
  project: z.string().max(400),
  indicators: z.preprocess((value) => [value ?? []].flat(), z.array(z.string())),
});

export async function saveSchemeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, schemeForm, async ({ id, revision, ...fields }, locale) => {
    await saveScheme(await requestContext(), parsed(schemeInput, fields), id, revision);
    redirect(saying(`/${locale}/desk/schemes`, "schemeSaved"));
  });
}
