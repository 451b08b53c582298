"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/identity/session.ts";
import { localPath } from "#lib/identity/sign-in.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { removePhoto } from "./photos.ts";
import { saveResource } from "./resources.ts";
import { resourceRules } from "./schema.ts";

const where = z.object({
  id: z.union([z.literal("").transform(() => null), z.uuid()]),
  spaceId: z.uuid(),
  space: z.string().max(120),
});

/** A room, desk, item or stock with its rules. */
export async function saveResourceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, resourceRules.and(where), async ({ id, spaceId, space, ...rules }, locale) => {
    await saveResource(await requestContext(), id, spaceId, rules);
    redirect(`/${locale}/desk/rooms?space=${encodeURIComponent(space)}&saved=1`);
  });
}

const whichPhoto = z.object({ id: z.uuid(), here: z.string().max(300) });

export async function removePhotoAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, whichPhoto, async ({ id, here }, locale) => {
    await removePhoto(await requestContext(), id);
    redirect(localPath(here, `/${locale}/desk/rooms`));
  });
}
