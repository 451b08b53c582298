import type { Metadata } from "next";
import { Steps } from "#components/booking/steps.tsx";
import { CheckboxGroup, RadioGroup, TextField } from "#components/ui/field.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { NEEDS } from "#lib/booking/search/search-form.ts";
import { LENGTHS, readWish } from "#lib/booking/search/wish.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return {
    title: translator(locale, "booking")("what.title"),
    description: translator(locale, "common")("describe.book"),
  };
}

/** The first screen: how many people, for how long, with what. */
export default async function WhatPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "booking");
  const features = translator(locale, "spaces");
  const asked = await searchParams;
  const wish = readWish(asked);
  const space = "space" in wish ? wish.space : null;
  return (
    <div className="narrow">
      <Steps here="what" hrefs={{}} t={t} />
      <h1>{t("what.title")}</h1>
      <Listen locale={locale} label={t("steps.listen")} stop={t("steps.stop")} />
      {"code" in wish && (
        <p className="alert" role="alert">
          {messageFor(locale, wish)}
        </p>
      )}
      {/* A place that is chosen already needs no screen of its own. */}
      <form className="form" action={`/${locale}/book/${space ? "when" : "where"}`} method="get">
        {space && <input type="hidden" name="space" value={space} />}
        <TextField
          label={t("what.people")}
          name="people"
          inputMode="numeric"
          maxLength={3}
          defaultValue={String(asked.people ?? "1")}
          required
        />
        <RadioGroup
          legend={t("what.hours")}
          name="hours"
          chosen={String("hours" in wish ? wish.hours : 2)}
          options={LENGTHS.map((count) => ({ value: String(count), label: t("what.hour", { count }) }))}
        />
        <CheckboxGroup
          legend={t("what.need")}
          name="need"
          chosen={"needs" in wish ? wish.needs : []}
          options={NEEDS.map((need) => ({ value: need, label: features(`features.${need}`) }))}
        />
        <button type="submit" className="button">
          {t("steps.continue")}
        </button>
      </form>
    </div>
  );
}
