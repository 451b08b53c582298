"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { claimPlace, decideClaim, withdrawClaim } from "./claims.ts";
import { askForCheck, askForTake } from "./import-task.ts";
import { agreeMapping, decideDuplicates, findImport } from "./imports.ts";
import { claimAnswer, claimForm, duplicateChoices, mappingOf } from "./schema.ts";

const ofImport = z.object({ importId: z.uuid() });

/** Says which column of a file is which, and leaves the look at its rows to the worker. */
export async function agreeMappingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, ofImport.loose(), async ({ importId, ...columns }, locale) => {
    const ctx = await requestContext();
    const { head } = await findImport(ctx, importId);
    const mapping = head.kind === "table" ? mappingOf(columns, head.columns.length) : [];
    await agreeMapping(ctx, importId, mapping).catch((error: unknown) => {
      if (!(error instanceof DomainError) || !error.reason.field) throw error;
      const field = translator(locale, "places")(`fields.${error.reason.field}`);
      throw new DomainError("invalid", { ...error.reason, field });
    });
    await askForCheck(ctx, importId);
    redirect(`/${locale}/admin/spaces/import/${importId}`);
  });
}

/** Looks at the rows of a file once more: what is there may have changed since. */
export async function checkAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, ofImport, async ({ importId }, locale) => {
    await askForCheck(await requestContext(), importId);
    redirect(`/${locale}/admin/spaces/import/${importId}`);
  });
}

/** Which of the duplicates of one page are places of their own. */
export async function decideDuplicatesAction(_: FormState, form: FormData): Promise<FormState> {
  const choices = ofImport
    .extend(duplicateChoices.shape)
    .extend({ page: z.coerce.number().int().min(1) });
  return submit(form, choices, async ({ importId, page, ...choice }, locale) => {
    await decideDuplicates(await requestContext(), importId, choice);
    redirect(`/${locale}/admin/spaces/import/${importId}?rows=duplicate&page=${page}&done=decided`);
  });
}

/** Leaves the taking of a looked-at file to the worker: all that may come in, or nothing. */
export async function takeFileAction(_: FormState, form: FormData): Promise<FormState> {
  const tick = z.literal("on").optional();
  const taking = ofImport.extend({
    key: z.string().max(60),
    publish: tick,
    withDuplicates: tick,
    withoutRefused: tick,
  });
  return submit(form, taking, async ({ importId, key, ...ticks }, locale) => {
    const request = {
      importId,
      publish: ticks.publish === "on",
      withDuplicates: ticks.withDuplicates === "on",
      withoutRefused: ticks.withoutRefused === "on",
    };
    await askForTake(await requestContext(), request, key);
    redirect(`/${locale}/admin/spaces/import/${importId}`);
  });
}

/** Says that a listed place is one's own to run. */
export async function claimPlaceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    claimForm.extend({ placeId: z.uuid() }),
    async ({ placeId, ...claim }, locale) => {
      await claimPlace(await requestContext(), placeId, claim);
      redirect(saying(`/${locale}/places/${placeId}`, "placeClaimed"));
    },
  );
}

/** From the page of the place, or from one’s own: `here` says where one was. */
const withdrawal = z.object({ claimId: z.uuid(), here: z.enum(["place", "me"]).default("place") });

export async function withdrawClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, withdrawal, async ({ claimId, here }, locale) => {
    const { placeId } = await withdrawClaim(await requestContext(), claimId);
    const back = here === "me" ? `/${locale}/me` : `/${locale}/places/${placeId}`;
    redirect(saying(back, "placeClaimWithdrawn"));
  });
}

export async function decideClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, claimAnswer, async (answer, locale) => {
    const { slug } = await decideClaim(await requestContext(), answer);
    redirect(
      saying(
        `/${locale}/admin/spaces/claims`,
        slug === null ? "placeClaimRefused" : "placeClaimAccepted",
      ),
    );
  });
}
