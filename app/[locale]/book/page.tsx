import type { Metadata } from "next";
import { ChipChoices } from "#components/booking/chip-choices.tsx";
import { StepHead } from "#components/booking/step-head.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { Stepper } from "#components/ui/stepper.tsx";
import { LENGTHS, needValue, readInput } from "#lib/booking/search/input.ts";
import { NEEDS } from "#lib/booking/search/search-form.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
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
  const input = readInput(asked);
  const {
    space,
    layout,
    needs,
    pieces = {},
  } = "code" in input ? { space: null, layout: null, needs: [] } : input;
  return (
    <div className="narrow">
      <StepHead here="what" hrefs={{}} title={t("what.title")} locale={locale} t={t} />
      {"code" in input && (
        <p className="alert" role="alert">
          {messageFor(locale, input)}
        </p>
      )}
      <ul className="choices" aria-label={t("what.kind")}>
        <li>
          <p className="choice" aria-current="true">
            <Drawing kind="school" />
            <b>{t("what.room")}</b>
            <span>{t("what.roomFor")}</span>
          </p>
        </li>
        <li>
          <a className="choice" href={`/${locale}/sessions?topic=administration`}>
            <Drawing kind="digital-mediation" />
            <b>{t("what.help")}</b>
            <span>{t("what.helpFor")}</span>
          </a>
        </li>
      </ul>
      {/* A place that is chosen already needs no screen of its own. */}
      <form className="form" action={`/${locale}/book/${space ? "when" : "where"}`} method="get">
        {space && <input type="hidden" name="space" value={space} />}
        {layout && <input type="hidden" name="layout" value={layout} />}
        <div className="duo">
          <Stepper
            label={t("what.people")}
            name="people"
            defaultValue={String(asked.people ?? "1")}
            words={{ fewer: t("what.fewer"), more: t("what.more") }}
            least={1}
            most={500}
          />
          <ChipChoices
            legend={t("what.hours")}
            name="hours"
            type="radio"
            chosen={[String("hours" in input ? input.hours : 2)]}
            options={LENGTHS.map((count) => ({
              value: String(count),
              label: t("what.hour", { count }),
            }))}
          />
        </div>
        <ChipChoices
          legend={t("what.need")}
          name="need"
          type="checkbox"
          chosen={needs.map((need) => needValue(need, pieces))}
          options={NEEDS.map((need) => {
            const count = pieces[need] ?? 1;
            const label = features(`features.${need}`);
            return {
              value: needValue(need, pieces),
              label: count > 1 ? t("what.pieces", { count, thing: label }) : label,
              icon: NEED_ICONS[need],
            };
          })}
        />
        <p className="step-actions">
          <button type="submit" className="button">
            {t("steps.continue")}
            <Icon name="go" />
          </button>
        </p>
      </form>
    </div>
  );
}

const NEED_ICONS: Record<(typeof NEEDS)[number], IconName> = {
  projector: "projector",
  laptop: "laptop",
  whiteboard: "board",
  wheelchair: "wheelchair",
  camera: "camera",
};
