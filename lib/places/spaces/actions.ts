"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { seenMark } from "#lib/foundation/platform/database/as-seen.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { dayText } from "#lib/foundation/platform/time/moments.ts";
import { removeException, seenDays, setException, setUsualHours } from "./hours.ts";
import { changeLayout, retireLayout } from "./layouts.ts";
import { removePhoto } from "./photos.ts";
import { addPlace, changePlace, publishPlace } from "./places.ts";
import {
  exceptionInput,
  layoutWords,
  layoutWordsFrom,
  newSlug,
  placeForm,
  usualHours,
} from "./schema.ts";
import { isInRegion } from "./where.ts";

const asSeen = { revision: seenMark };

/** A photo or a layout, and the page that it was pressed on. */
const oneThing = z.object({ id: z.uuid(), here: z.string().max(300) });

export async function removePhotoAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneThing, async ({ id, here }, locale) => {
    await removePhoto(await requestContext(), id);
    redirect(saying(localPath(here, `/${locale}/desk/rooms`), "photoRemoved"));
  });
}

export async function changeLayoutAction(_: FormState, form: FormData): Promise<FormState> {
  const changing = layoutWords.and(oneThing.extend(asSeen));
  return submit(form, changing, async ({ id, here, revision, ...words }, locale) => {
    await changeLayout(await requestContext(), id, layoutWordsFrom(words), revision);
    redirect(saying(localPath(here, `/${locale}/desk/rooms`), "layoutChanged"));
  });
}

export async function retireLayoutAction(_: FormState, form: FormData): Promise<FormState> {
  const retiring = oneThing.extend({ retired: z.enum(["yes", "no"]) });
  return submit(form, retiring, async ({ id, here, retired }, locale) => {
    await retireLayout(await requestContext(), id, retired === "yes");
    const said = retired === "yes" ? "layoutRetired" : "layoutOffered";
    redirect(saying(localPath(here, `/${locale}/desk/rooms`), said));
  });
}

const inSpace = z.object({ spaceId: z.uuid(), space: z.string().max(120) });
/** The page of the desk or of the administrators that a form stands on. */
const onPage = inSpace.extend({ here: z.string().max(300).default("") });

const placed = placeForm.refine(({ region, position }) => isInRegion(region, position), {
  error: "spaces.point_outside_region",
  path: ["position"],
});

function hoursPage(locale: string, space: string): string {
  return `/${locale}/desk/hours?space=${encodeURIComponent(space)}&saved=1`;
}

export async function setExceptionAction(_: FormState, form: FormData): Promise<FormState> {
  const setting = exceptionInput.extend(inSpace.shape).extend({ revision: seenDays });
  return submit(form, setting, async ({ spaceId, space, revision, ...input }, locale) => {
    await setException(await requestContext(), spaceId, input, revision);
    redirect(hoursPage(locale, space));
  });
}

export async function removeExceptionAction(_: FormState, form: FormData): Promise<FormState> {
  const removing = inSpace.extend({ day: dayText(), ...asSeen });
  return submit(form, removing, async ({ spaceId, space, day, revision }, locale) => {
    await removeException(await requestContext(), spaceId, day, revision);
    redirect(hoursPage(locale, space));
  });
}

export async function setUsualHoursAction(_: FormState, form: FormData): Promise<FormState> {
  const changing = usualHours.and(inSpace.extend(asSeen));
  return submit(form, changing, async ({ spaceId, space, revision, ...input }, locale) => {
    await setUsualHours(await requestContext(), spaceId, input, revision);
    redirect(hoursPage(locale, space));
  });
}

export async function addPlaceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, placed.and(usualHours).and(newSlug), async (input, locale) => {
    const { slug } = await addPlace(await requestContext(), input);
    redirect(`/${locale}/admin/spaces/${slug}?done=added`);
  });
}

export async function changePlaceAction(_: FormState, form: FormData): Promise<FormState> {
  const changing = placed.and(onPage.extend(asSeen));
  return submit(form, changing, async ({ spaceId, space, here, revision, ...input }, locale) => {
    await changePlace(await requestContext(), spaceId, input, revision);
    redirect(saying(placePage(locale, space, here), "placeChanged"));
  });
}

export async function publishPlaceAction(_: FormState, form: FormData): Promise<FormState> {
  const publishing = onPage.extend({ published: z.enum(["yes", "no"]) });
  return submit(form, publishing, async ({ spaceId, space, here, published }, locale) => {
    const isPublished = published === "yes";
    await publishPlace(await requestContext(), spaceId, isPublished);
    redirect(
      saying(placePage(locale, space, here), isPublished ? "placePublished" : "placeUnpublished"),
    );
  });
}

function placePage(locale: string, space: string, here: string): string {
  return localPath(here, `/${locale}/admin/spaces/${encodeURIComponent(space)}`);
}
