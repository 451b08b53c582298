import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TimingFields } from "#components/series/series-fields.tsx";
import { DetailFields, WhatFields } from "#components/sessions/what-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ChooseSpace } from "#components/ui/choose-space.tsx";
import { RadioGroup } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { dayFrom } from "#lib/foundation/platform/time/days.ts";
import { askCourseAction } from "#lib/learning/sessions/actions-desk.ts";
import { listSchemes } from "#lib/learning/sessions/schemes.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { findSpace, roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("plan.courseTitle") };
}

/** A course is asked for here; the next page looks at each of its dates. */
export default async function NewCoursePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions/course`);
  const t = translator(locale, "sessions");
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]) || undefined;
  const { own, space: chosen } = await chosenSpaces(
    ctx,
    "session.plan",
    one("spaceSlug") ?? one("space"),
  );
  const space = chosen && (await findSpace(ctx, chosen.slug));
  if (!space) notFound();

  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const typed: Record<string, string> = Object.fromEntries(
    Object.keys(asked).flatMap((name) => [[name, one(name) ?? ""]]),
  );
  const values: Record<string, string> = {
    language: space.language,
    ...typed,
    day: dayFrom(asked.day, today).toString(),
  };
  return (
    <div className="narrow">
      <h1>{t("plan.courseTitle")}</h1>
      <p>{t("plan.courseHint")}</p>
      <ChooseSpace
        action={`/${locale}/desk/sessions/course`}
        label={t("plan.space")}
        submit={t("plan.choose")}
        spaces={own}
        chosen={space.slug}
      />
      <h2>{space.name}</h2>
      <ActionForm
        action={askCourseAction}
        submit={translator(locale, "series")("form.check")}
        working={t("working")}
        values={{ locale, spaceSlug: space.slug }}
      >
        <WhatFields locale={locale} values={values} />
        <TimingFields
          locale={locale}
          rooms={await roomsOf(ctx, space.slug)}
          values={values}
          weekdays={[asked.weekdays ?? []].flat()}
          isNew
        />
        <RadioGroup
          legend={t("plan.enrolment")}
          name="enrolment"
          chosen={values.enrolment ?? "all"}
          options={[
            { value: "each", label: t("plan.enrolmentEach") },
            { value: "all", label: t("plan.enrolmentAll") },
          ]}
        />
        <DetailFields
          locale={locale}
          values={values}
          lists={{
            accessibility: [asked.accessibility ?? []].flat(),
            competences: [asked.competences ?? []].flat(),
          }}
          schemes={await listSchemes(ctx)}
        />
      </ActionForm>
    </div>
  );
}
