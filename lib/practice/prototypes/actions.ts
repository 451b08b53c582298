"use server";

import { redirect } from "next/navigation";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { layoutWordsFrom } from "#lib/places/spaces/schema.ts";
import {
  beginPrototype,
  concludePrototype,
  discardPrototype,
  linkStudy,
  savePrototype,
  startPrototype,
  withdrawPrototype,
} from "./commands.ts";
import { added, type FloorPlan, OBJECT_KINDS, removed, turned } from "./floor-plan.ts";
import { offerLayout } from "./layouts.ts";
import { noteObservation, removeObservation } from "./observations.ts";
import {
  layoutForm,
  newPrototype,
  observationForm,
  observationId,
  prototypeForm,
  prototypeSlug,
  seenPrototype,
  studyForm,
  variantForm,
  variantId,
  verdictForm,
} from "./schema.ts";
import { addVariant, removeVariant, saveVariant } from "./variants.ts";

export async function beginPrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newPrototype, async (begun, locale) => {
    const { slug } = await beginPrototype(await requestContext(), begun);
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "prototypeBegun"));
  });
}

export async function savePrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, prototypeForm, async ({ slug, revision, ...written }, locale) => {
    await savePrototype(await requestContext(), { slug, revision }, written);
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "prototypeSaved"));
  });
}

export async function startPrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenPrototype, async (seen, locale) => {
    await startPrototype(await requestContext(), seen);
    redirect(saying(`/${locale}/desk/prototypes/${seen.slug}`, "prototypeStarted"));
  });
}

export async function concludePrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, verdictForm, async ({ slug, revision, ...verdict }, locale) => {
    await concludePrototype(await requestContext(), { slug, revision }, verdict);
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "prototypeConcluded"));
  });
}

export async function offerLayoutAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, layoutForm, async ({ slug, ...words }, locale) => {
    await offerLayout(await requestContext(), slug, layoutWordsFrom(words));
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "layoutAdded"));
  });
}

export async function withdrawPrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenPrototype, async (seen, locale) => {
    await withdrawPrototype(await requestContext(), seen);
    redirect(saying(`/${locale}/desk/prototypes`, "prototypeWithdrawn"));
  });
}

export async function discardPrototypeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, prototypeSlug, async ({ slug }, locale) => {
    await discardPrototype(await requestContext(), slug);
    redirect(saying(`/${locale}/desk/prototypes`, "prototypeDiscarded"));
  });
}

export async function linkStudyAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, studyForm, async ({ slug, release }, locale) => {
    await linkStudy(await requestContext(), slug, release);
    redirect(saying(`/${locale}/prototypes/${slug}`, "studyLinked"));
  });
}

/**
 * Keeps what was drawn; where somebody else drew since, it can be kept as a variant of its own:
 * `what` says so. Without JavaScript, a thing is added, turned and removed by buttons of the same
 * form, which lead back to the drawing.
 */
export async function saveVariantAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    variantForm,
    async ({ slug, variant, revision, width, depth, objects, ...given }, locale) => {
      const ctx = await requestContext();
      const named = LOCALES.map((language) => [language, given[`name_${language}`]] as const);
      const names: Title = Object.fromEntries(named.filter(([, name]) => name !== ""));
      const plan = pressed({ width, depth, objects }, form, locale);
      const drawn = { names, words: given.words, plan: plan ?? { width, depth, objects } };
      const isNew = variant === null || form.get("what") === "copy";
      const id = isNew ? await addVariant(ctx, slug, drawn) : variant;
      if (!isNew) await saveVariant(ctx, { slug, variant, revision }, drawn);
      const page = `/${locale}/desk/prototypes/${slug}`;
      redirect(saying(plan ? `${page}/draw?variant=${id}` : page, "variantSaved"));
    },
  );
}

/** The plan after a button of the list was pressed; null where none was. */
function pressed(plan: FloorPlan, form: FormData, locale: Locale): FloorPlan | null {
  const said = (name: string) => String(form.get(name) ?? "");
  const kind = OBJECT_KINDS.find((one) => one === said("add"));
  const t = translator(locale, "prototypes");
  if (kind) return added(plan, kind, (nth) => `${t(`plan.kinds.${kind}`)} ${nth}`);
  if (said("turn")) return turned(plan, said("turn"));
  if (said("remove")) return removed(plan, said("remove"));
  return null;
}

export async function removeVariantAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, variantId, async ({ slug, id }, locale) => {
    await removeVariant(await requestContext(), slug, id);
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "variantRemoved"));
  });
}

export async function noteObservationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, observationForm, async (observation, locale) => {
    await noteObservation({ ...(await requestContext()), locale }, observation);
    redirect(saying(`/${locale}/desk/prototypes/${observation.slug}`, "observationNoted"));
  });
}

export async function removeObservationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, observationId, async ({ slug, id }, locale) => {
    await removeObservation(await requestContext(), slug, id);
    redirect(saying(`/${locale}/desk/prototypes/${slug}`, "observationRemoved"));
  });
}
