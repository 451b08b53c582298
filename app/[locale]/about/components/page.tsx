import type { Metadata } from "next";
import { Seal } from "#components/badges/seal.tsx";
import { Steps } from "#components/booking/steps.tsx";
import { Timeline, TimelineLegend } from "#components/desk/timeline.tsx";
import { townIn } from "#components/map/towns.ts";
import { Bars } from "#components/occupancy/bars.tsx";
import { CourseLines } from "#components/occupancy/course-lines.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { LiveBand } from "#components/occupancy/live-band.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { DayStrip } from "#components/spaces/day-strip.tsx";
import { DRAWINGS, Drawing } from "#components/spaces/drawing.tsx";
import { type Place, PlaceCard } from "#components/spaces/place-list.tsx";
import { Region } from "#components/spaces/region.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Facts } from "#components/ui/facts.tsx";
import {
  CheckboxGroup,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from "#components/ui/field.tsx";
import { FormContext } from "#components/ui/form-context.tsx";
import { ICONS, Icon } from "#components/ui/icon.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import "#components/badges/badges.css";
import "./components.css";

/** The names of `app/tokens.css`; components.css shows each. */
const COLOURS = [
  "paper",
  "card",
  "wash",
  "wash-2",
  "ink",
  "muted",
  "line",
  "edge",
  "action",
  "action-wash",
  "focus",
  "free",
  "free-wash",
  "busy",
  "busy-wash",
  "full",
  "full-wash",
  "off",
  "off-wash",
  "vlaanderen",
  "hauts-de-france",
  "wallonie",
  "chart-1",
  "chart-2",
  "chart-3",
  "map-water",
];

/** A town of each region. */
const TOWNS = [
  ["Kortrijk", "vlaanderen"],
  ["Lille", "hauts-de-france"],
  ["Tournai", "wallonie"],
] as const;

const SAMPLE: Place = {
  slug: "hangar-k",
  name: "Hangar K",
  kind: "hub",
  city: "Kortrijk",
  region: "vlaanderen",
  rooms: 2,
  timeZone: "Europe/Brussels",
  seats: 16,
  features: [],
  laptops: 6,
  opensAt: null,
  freeAt: null,
  band: null,
  isOpen: false,
  openUntil: null,
  closedFor: null,
};
const SAMPLES: Place[] = [
  { ...SAMPLE, isOpen: true, band: "quiet" },
  { ...SAMPLE, slug: "be-square", name: "Be Square", kind: "makerspace" },
];

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "about")("title") };
}

/**
 * Every component of our own in every state it has: for whoever builds a page, and for whoever
 * checks one.
 */
export default async function ComponentsPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "about");
  const booking = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const options = [
    { value: "one", label: t("hour") },
    { value: "two", label: t("hours") },
  ];
  const towns = TOWNS.map(([city]) => ({ value: city, label: townIn(locale, city) }));
  const needs = ["projector", "wheelchair"].map((value) => ({
    value,
    label: spaces(`features.${value}`),
  }));
  const now = Temporal.Now.instant();
  const desk = translator(locale, "desk");
  const occupancy = translator(locale, "occupancy");
  const refused = { message: null, errors: { faulty: t("wrong") }, values: {} };
  return (
    <div className="kit">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>

      <h2>{t("buttons")}</h2>
      <p className="row">
        <button type="button" className="button">
          {t("primary")}
        </button>
        <button type="button" className="button quiet">
          {t("quiet")}
        </button>
        <button type="button" className="button plain">
          {t("plain")}
        </button>
        <button type="button" className="button">
          <Icon name="plus" />
          {t("add")}
        </button>
        <button type="button" className="button" aria-disabled="true" aria-busy="true">
          {t("working")}
        </button>
        <button type="button" className="button" disabled>
          {t("waiting")}
        </button>
      </p>
      <Listen locale={locale} label={booking("steps.listen")} stop={booking("steps.stop")} />

      <h2>{t("states")}</h2>
      <p className="row">
        <span className="state free">{spaces("card.openUntil", { time: "18:00" })}</span>
        <span className="state busy">{spaces("card.closesAt", { time: "15:00" })}</span>
        <span className="state full">{t("taken")}</span>
        <span className="state shut">{spaces("card.shut")}</span>
      </p>
      <div className="row">
        {(["quiet", "busy", "full"] as const).map((band) => (
          <LiveBand
            key={band}
            space=""
            locale={locale}
            initial={{ band, ageMinutes: null }}
            words={bandWords(locale)}
          />
        ))}
      </div>
      <p className="row">
        <span className="pill booking">{desk("kinds.booking")}</span>
        <span className="pill session">{desk("kinds.session")}</span>
        <span className="pill request">{desk("kinds.request")}</span>
        <span className="pill">{desk("kinds.closure")}</span>
      </p>

      <h2>{t("messages")}</h2>
      <p className="alert">{t("refusal")}</p>
      <p className="status">{t("done")}</p>
      <Empty text={t("empty")}>
        <button type="button" className="button">
          {t("add")}
        </button>
      </Empty>

      <h2>{t("waits")}</h2>
      <p>
        <label htmlFor="looking">{t("looking")}</label>
        <progress id="looking" max="72" value="43" />
      </p>

      <h2>{t("fields")}</h2>
      <div className="form">
        <TextField label={t("name")} name="name" hint={t("hint")} defaultValue="Lien" />
        <FormContext value={refused}>
          <TextField label={t("name")} name="faulty" />
        </FormContext>
        <DayField locale={locale} label={t("day")} name="day" typed="27/11/2026" />
        <DayField locale={locale} label={t("day")} name="wrong-day" typed="31/2/2026" />
        <TextArea label={t("note")} name="note" />
        <SelectField label={t("choice")} name="choice" options={towns} />
        <RadioGroup legend={t("one")} name="radio" chosen="two" options={options} />
        <CheckboxGroup legend={t("several")} name="checks" chosen={["projector"]} options={needs} />
      </div>

      <h2>{t("figures")}</h2>
      <FigureTiles
        label={t("figures")}
        tiles={[
          {
            key: "shown",
            name: occupancy("use.frequency"),
            value: formatNumber(locale, 0.42, { style: "percent" }),
            of: "2026",
            course: [0.3, 0.34, null, 0.38, 0.42],
            href: `/${locale}/about/components`,
            isShown: true,
          },
          {
            key: "withheld",
            name: occupancy("use.occupancy"),
            value: occupancy("use.withheld"),
            of: "2026",
            course: [],
            href: `/${locale}/about/components`,
            isShown: false,
          },
        ]}
      />

      <h2>{t("lists")}</h2>
      <ol className="cards">
        <li className="card">
          <div>
            <h3>{t("place")}</h3>
            {TOWNS.map(([city, region]) => (
              <p className="fact" key={region}>
                <Region
                  city={townIn(locale, city)}
                  region={region}
                  name={spaces(`regions.${region}`)}
                />
              </p>
            ))}
            <p className="free">{t("free")}</p>
          </div>
          <button type="button" className="button">
            {t("add")}
          </button>
        </li>
      </ol>
      <Facts facts={[{ name: t("place"), value: t("fact") }]} />
      <Pages
        t={translator(locale, "common")}
        page={2}
        pages={3}
        hrefOf={() => `/${locale}/about/components`}
      />

      <h2>{t("cards")}</h2>
      <ol className="places">
        {SAMPLES.map((place) => (
          <li className="place" key={place.slug}>
            <PlaceCard
              place={place}
              locale={locale}
              now={now}
              t={spaces}
              bandWords={bandWords(locale)}
            />
          </li>
        ))}
      </ol>
      <DayStrip
        label={t("free")}
        open={[{ from: 9 * 60, to: 21 * 60 }]}
        taken={[
          { from: 10 * 60, to: 12 * 60 },
          { from: 14 * 60, to: 15 * 60 },
        ]}
        now={13 * 60}
      />
      <div className="kit-grid">
        <Seal icon="tool" colour="teal" />
        <Seal icon="tool" colour="teal" isGrey />
      </div>

      <h2 id="timeline">{t("timeline")}</h2>
      <Timeline
        label={t("timeline")}
        from={8}
        to={20}
        closed={[{ first: 1, quarters: 4 }]}
        now={{ first: 22, time: "13:15" }}
        words={{ rooms: desk("resources.title"), closedHours: desk("kinds.night") }}
        rows={[
          {
            id: "one",
            name: "Zaal Leie",
            detail: t("people"),
            events: (["session", "booking", "request", "kept", "closure"] as const).map(
              (kind, at) => ({
                key: kind,
                kind,
                href: "#timeline",
                title: kind === "session" ? t("session") : t("people"),
                detail: desk(`kinds.${kind}`),
                hours: `${9 + 2 * at}:00–${11 + 2 * at}:00`.padStart(11, "0"),
                first: 5 + 8 * at,
                quarters: 8,
                isNow: kind === "request",
                isShared: false,
                isChosen: kind === "booking",
              }),
            ),
          },
        ]}
      />
      <TimelineLegend locale={locale} />

      <h2>{t("steps")}</h2>
      <Steps
        here="when"
        hrefs={{ what: `/${locale}/book`, where: `/${locale}/book/where` }}
        t={booking}
      />

      <h2>{t("table")}</h2>
      <DataTable
        caption={t("table")}
        columns={[t("place"), t("day")]}
        rows={[["Hangar K", t("free")]]}
      />
      <div className="plot-cards">
        <PlotCard
          title={t("plot")}
          legend={[{ series: "booked", label: occupancy("use.booked") }]}
          definition={{
            question: occupancy("use.meaning"),
            answer: <p>{occupancy("use.means.frequency")}</p>,
          }}
          table={{
            name: occupancy("use.numbers"),
            caption: t("plot"),
            columns: [t("place"), occupancy("use.frequency")],
            rows: [
              [
                "Hangar K",
                { shown: formatNumber(locale, 0.42, { style: "percent" }), value: 0.42 },
              ],
              ["Be Square", { shown: occupancy("use.withheld"), value: null }],
            ],
          }}
        >
          <Bars
            title={t("plot")}
            format={(share) => formatNumber(locale, share, { style: "percent" })}
            groups={[
              { key: "a", label: "Hangar K", bars: [{ series: "booked", share: 0.42 }] },
              {
                key: "b",
                label: "Be Square",
                bars: [{ series: "booked", share: null, words: occupancy("use.withheld") }],
              },
            ]}
          />
        </PlotCard>
        <PlotCard
          title={t("course")}
          legend={[{ series: "attended", label: occupancy("use.attended") }]}
        >
          <CourseLines
            title={t("course")}
            labels={["1", "2", "3", "4", "5"]}
            format={(share) => formatNumber(locale, share, { style: "percent" })}
            lines={[{ series: "attended", values: [0.3, 0.34, null, 0.38, 0.42] }]}
          />
        </PlotCard>
      </div>

      <h2>{t("drawings")}</h2>
      <ul className="kit-grid wide">
        {Object.keys(DRAWINGS).map((kind) => (
          <li key={kind}>
            <Drawing kind={kind} />
            {spaces(`kinds.${kind}`)}
          </li>
        ))}
      </ul>

      <h2>{t("icons")}</h2>
      <ul className="kit-grid" lang="en">
        {ICONS.map((icon) => (
          <li key={icon}>
            <Icon name={icon} />
            {icon}
          </li>
        ))}
      </ul>

      <h2>{t("colours")}</h2>
      <ul className="kit-grid" lang="en">
        {COLOURS.map((colour) => (
          <li key={colour} className={`swatch-${colour}`}>
            {colour}
          </li>
        ))}
      </ul>
    </div>
  );
}
