"use server";

import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { addOverlay, moveOverlay, removeOverlay, showOverlay } from "./commands.ts";
import { overlayAsked, overlayForm, overlayMoved, overlayShown } from "./schema.ts";

export async function addOverlayAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, overlayForm, async ({ file, ...said }, locale) => {
    const bytes = new Uint8Array((await file?.arrayBuffer()) ?? []);
    const { slug } = await addOverlay(await requestContext(), said, bytes);
    redirect(saying(`/${locale}/admin/overlays/${slug}`, "overlayAdded"));
  });
}

export async function showOverlayAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, overlayShown, async ({ id, shown }, locale) => {
    const slug = await showOverlay(await requestContext(), id, shown === "yes");
    redirect(
      saying(
        `/${locale}/admin/overlays/${slug}`,
        shown === "yes" ? "overlayShown" : "overlayHidden",
      ),
    );
  });
}

export async function moveOverlayAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, overlayMoved, async ({ id, to }, locale) => {
    await moveOverlay(await requestContext(), id, to);
    redirect(saying(`/${locale}/admin/overlays`, "overlayMoved"));
  });
}

export async function removeOverlayAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, overlayAsked, async ({ id }, locale) => {
    await removeOverlay(await requestContext(), id);
    redirect(saying(`/${locale}/admin/overlays`, "overlayRemoved"));
  });
}
