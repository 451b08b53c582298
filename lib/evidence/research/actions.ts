"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { makeRelease } from "./commands.ts";
import { readInputForm } from "./input-form.ts";
import { releasePurpose } from "./schema.ts";

const request = z.object({
  dataset: z.string(),
  from: z.string(),
  to: z.string(),
  where: z.string(),
  purpose: releasePurpose,
});

export async function makeReleaseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, request, async ({ purpose, ...asked }, locale) => {
    const ctx = await requestContext();
    const read = readInputForm(asked, await spacesByName(ctx));
    if ("code" in read) throw new DomainError("invalid", read);
    const { id } = await makeRelease(ctx, read.input, purpose);
    redirect(`/${locale}/research/${id}`);
  });
}
