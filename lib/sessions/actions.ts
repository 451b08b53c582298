"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { wallMoment } from "#lib/booking/days.ts";
import { wallRange } from "#lib/booking/schema.ts";
import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { cancelSession, planSession } from "./commands.ts";
import { enrol, withdraw } from "./enrolment.ts";
import { sessionPlan } from "./schema.ts";

const one = z.object({ id: z.uuid() });

export async function enrolAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, one, async ({ id }, locale) => {
    await enrol(await requestContext(), id);
    redirect(`/${locale}/sessions/${id}`);
  });
}

export async function withdrawAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, one, async ({ id }, locale) => {
    await withdraw(await requestContext(), id);
    redirect(`/${locale}/sessions/${id}`);
  });
}

export async function cancelSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, one, async ({ id }, locale) => {
    await cancelSession(await requestContext(), id);
    redirect(`/${locale}/sessions/${id}`);
  });
}

/** A plan as its form sends it: flat, and in the wall time of its space. Pieces come as `equipment.laptop`. */
const planForm = wallRange.extend({ spaceSlug: z.string() }).catchall(z.string());

export async function planSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, planForm, async ({ spaceSlug, day, from, to, ...fields }, locale) => {
    const ctx = await requestContext();
    const space = await findSpace(ctx, spaceSlug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    const start = wallMoment(day, from, space.timeZone);
    const end = wallMoment(day, to, space.timeZone);
    if (!start || !end) throw new DomainError("invalid", { code: "booking.not_a_moment" });

    const equipment = Object.entries(fields)
      .filter(([name, quantity]) => name.startsWith("equipment.") && !["", "0"].includes(quantity))
      .map(([name, quantity]) => ({ kind: name.slice("equipment.".length), quantity }));
    const plan = sessionPlan.safeParse({
      ...fields,
      spaceSlug,
      roomId: fields.roomId || null,
      title: { nl: fields.titleNl, fr: fields.titleFr, en: fields.titleEn },
      start: start.toString(),
      end: end.toString(),
      equipment,
    });
    if (!plan.success) throw new DomainError("invalid", { code: plan.error.issues[0]?.message ?? "" });
    const { id } = await planSession(ctx, plan.data);
    redirect(`/${locale}/sessions/${id}`);
  });
}
