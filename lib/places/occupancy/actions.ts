"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { addDevice, revokeDevice } from "./devices.ts";
import { importReadings } from "./ingest.ts";
import { deviceChoice, newDevice, readingsFile } from "./schema.ts";

const REFUSALS_SHOWN = 10;

/** The token travels in this one answer. */
export async function addDeviceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newDevice, async (device) => {
    const token = await addDevice(await requestContext(), device);
    refresh();
    return { ...EMPTY_FORM, values: { token } };
  });
}

export async function revokeDeviceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, deviceChoice, async ({ id, spaceSlug }, locale) => {
    await revokeDevice(await requestContext(), id);
    redirect(
      saying(`/${locale}/desk/occupancy?space=${encodeURIComponent(spaceSlug)}`, "counterEnded"),
    );
  });
}

/** What came of it is told above the form; the rows stay there while one of them was refused. */
export async function importReadingsAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, readingsFile, async ({ deviceId, rows }, locale) => {
    const t = translator(locale, "occupancy");
    const { accepted, duplicates, refused } = await importReadings(await requestContext(), {
      deviceId,
      rows,
    });
    refresh();
    const counts = t("desk.imported", { accepted, duplicates, refused: refused.length });
    const faults = refused
      .slice(0, REFUSALS_SHOWN)
      .map(({ index, code }) =>
        t("desk.refusedRow", { row: index, reason: messageFor(locale, { code }) }),
      );
    const values: Record<string, string> = refused.length > 0 ? { deviceId, rows } : { deviceId };
    return {
      message: [counts, ...faults].join(" "),
      errors: {},
      values,
    };
  });
}
