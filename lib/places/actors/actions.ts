"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { addActor, changeActor, retireActor } from "./commands.ts";
import { actorForm, seenActor } from "./schema.ts";

const where = z.object({ slug: z.string().max(120) });

const pageOf = (locale: string, slug: string, done: string) =>
  `/${locale}/admin/actors/${encodeURIComponent(slug)}?done=${done}`;

export async function addActorAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, actorForm, async (input, locale) => {
    const { slug } = await addActor(await requestContext(), input);
    redirect(pageOf(locale, slug, "added"));
  });
}

export async function changeActorAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenActor.extend(where.shape).and(actorForm), async (input, locale) => {
    await changeActor(await requestContext(), input, input);
    redirect(pageOf(locale, input.slug, "changed"));
  });
}

export async function retireActorAction(_: FormState, form: FormData): Promise<FormState> {
  const retiring = seenActor.extend({ ...where.shape, retired: z.enum(["yes", "no"]) });
  return submit(form, retiring, async ({ slug, retired, ...seen }, locale) => {
    await retireActor(await requestContext(), seen, retired === "yes");
    redirect(pageOf(locale, slug, retired === "yes" ? "retired" : "shown"));
  });
}
