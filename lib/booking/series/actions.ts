"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { checkLayout } from "#lib/booking/bookings/layouts.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { changeAsked, inputAsked } from "./asked.ts";
import { cancelSeries, changeSeries } from "./change.ts";
import { addressOf, decisionsIn } from "./choice-form.ts";
import { bookSeries } from "./commands.ts";
import { changeFields, inputFrom, seriesFields } from "./form.ts";
import { placeOf } from "./queries.ts";
import { occurrencesOf } from "./rules.ts";
import { SCOPES, wall } from "./schema.ts";

/** The first screen: what can be read goes on to the check of every date. */
export async function askSeriesAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seriesFields, async (fields, locale) => {
    const ctx = await requestContext();
    const { timeZone } = await placeOf(ctx, fields.roomId);
    await checkLayout(ctx, fields.layoutId ?? null, fields);
    occurrencesOf(inputFrom(fields, timeZone), timeZone);
    redirect(`/${locale}/desk/series/check?${addressOf(form)}`);
  });
}

/** What the check was about, and a choice for each of its dates. */
const checked = z.object({ asked: z.string().max(8_000) }).catchall(z.string());

const KEY = z.uuid();

export async function bookSeriesAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, checked.extend({ key: KEY }), async ({ asked, key, ...fields }, locale) => {
    const ctx = await requestContext();
    const { input } = await inputAsked(ctx, new URLSearchParams(asked));
    const choice = { decisions: decisionsIn(fields), onConflict: "refuse" as const };
    const { id } = await bookSeries(ctx, input, choice, key).catch(showAgain);
    redirect(`/${locale}/desk/series/${id}?done=booked`);
  });
}

export async function askChangeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, changeFields, async ({ id }, locale) => {
    const asked = addressOf(form);
    await changeAsked(await requestContext(), new URLSearchParams(asked));
    redirect(`/${locale}/desk/series/${id}/check?${asked}`);
  });
}

export async function changeSeriesAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, checked, async ({ asked, ...fields }, locale) => {
    const ctx = await requestContext();
    const { series, change } = await changeAsked(ctx, new URLSearchParams(asked));
    const choice = { decisions: decisionsIn(fields), onConflict: "refuse" as const };
    const changed = await changeSeries(ctx, series.id, change, choice).catch(showAgain);
    const page = `/${locale}/desk/series/${changed.id}?done=changed`;
    redirect(changed.hasLeftLayout ? saying(page, "layoutLeft") : page);
  });
}

const cancellation = z.object({
  id: z.uuid("series.unknown"),
  version: z.coerce.number().int(),
  scope: z.enum(SCOPES),
  occurrence: wall.optional(),
});

export async function cancelSeriesAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, cancellation, async ({ id, ...what }, locale) => {
    await cancelSeries(await requestContext(), id, what);
    redirect(`/${locale}/desk/series/${id}?done=cancelled`);
  });
}

/** A date was taken since the page was made: the dates are shown as they are now. */
function showAgain(error: unknown): never {
  refresh();
  throw error;
}
