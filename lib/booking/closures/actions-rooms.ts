"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ResourceFormState, UnfitInWords } from "#lib/booking/bookings/schema.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isLocale, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { seenMark } from "#lib/foundation/platform/database/as-seen.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { saveResource, unfitBookings } from "#lib/places/spaces/resources.ts";
import { resourceRules } from "#lib/places/spaces/schema.ts";
import { changeResource, UNFIT_DECISIONS } from "./rooms.ts";

const where = z.object({
  id: z.union([z.literal("").transform(() => null), z.uuid()]),
  spaceId: z.uuid(),
  space: z.string().max(120),
  /** What shall happen to the bookings that were shown, and which these were. */
  unfit: z.enum(UNFIT_DECISIONS).optional(),
  seen: z.string().default(""),
  revision: seenMark.optional(),
});

const resourceForm = resourceRules.and(where);
type ResourceForm = z.output<typeof resourceForm>;

/**
 * A room, desk, item or stock with its rules. Bookings that no longer fit are shown first, and
 * decided about.
 */
export async function saveResourceAction(
  _: ResourceFormState,
  form: FormData,
): Promise<ResourceFormState> {
  const wanted = form.get("locale");
  const locale = isLocale(wanted) ? wanted : "en";
  let unfit: UnfitInWords[] = [];
  const state: FormState = await submit(form, resourceForm, async (asked) => {
    const ctx = await requestContext();
    try {
      await save(ctx, asked);
    } catch (error) {
      if (error instanceof DomainError && error.reason.code === "spaces.no_longer_fit")
        unfit = await inWords(ctx, locale, asked);
      throw error;
    }
    redirect(`/${locale}/desk/rooms?space=${encodeURIComponent(asked.space)}&saved=1`);
  });
  return { ...state, unfit };
}

async function save(ctx: Context, asked: ResourceForm): Promise<void> {
  const { id, spaceId, space: _, unfit, seen, revision, ...rules } = asked;
  if (id === null) await saveResource(ctx, null, spaceId, rules);
  else
    await changeResource(
      ctx,
      id,
      spaceId,
      rules,
      unfit ? { what: unfit, seen: seen.split(" ") } : null,
      revision,
    );
}

async function inWords(ctx: Context, locale: Locale, asked: ResourceForm): Promise<UnfitInWords[]> {
  const { id, spaceId, space, unfit: _, seen: __, revision: ___, ...rules } = asked;
  const here = await findSpace(ctx, space);
  if (id === null || !here) return [];
  return (await unfitBookings(ctx, id, spaceId, rules)).map(
    ({ title, session, roomName, during, ...booking }) => ({
      id: booking.id,
      people: booking.people,
      title: session?.[locale] ?? session?.en ?? session?.fr ?? session?.nl ?? title,
      isHere: booking.spaceId === spaceId,
      isSession: session !== null,
      fact: `${formatDateTimeRange(locale, during, here.timeZone)} · ${roomName}`,
    }),
  );
}
