import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PaperTally } from "#components/attendance/paper-tally.tsx";
import { RadioGroup, SelectField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { findSheet } from "#lib/learning/attendance/queries.ts";
import { PAPER_KINDS, paperInput } from "#lib/learning/attendance/schema.ts";
import {
  GROUP_ANSWERS,
  GROUPS,
  paperKeys,
  TALLY_TRAITS,
  TRAIT_NAMES,
  TRAITS,
} from "#lib/learning/attendance/traits.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { sessionId } from "#lib/learning/sessions/schema.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

const ROWS = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "attendance")("paper.title") };
}

/**
 * The sheet on paper: the same questions in the same order, each answer one character, in the
 * language of the session.
 */
export default async function PaperSheetPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "attendance.take",
    `/${locale}/desk/sessions/${encodeURIComponent(id)}/sheet/paper`,
  );
  const sheet = await findSheet(ctx, sessionId(id)).catch((error: unknown) => {
    if (error instanceof DomainError) notFound();
    throw error;
  });
  const { session, enrolled } = sheet;
  const input = paperInput.parse(await searchParams);
  const spoken = localeOf(input.in ?? session.language);
  const own = translator(locale, "attendance");
  const t = translator(spoken, "attendance");
  const title = titleIn(session.title, spoken);
  return (
    <>
      <h1>{own("paper.title")}</h1>
      <p className="fact">{own("paper.hint")}</p>
      <PrintButton label={own("paper.print")} />
      <form className="search" action={`/${locale}/desk/sessions/${id}/sheet/paper`} method="get">
        <SelectField
          label={own("paper.language")}
          name="in"
          defaultValue={spoken}
          options={LOCALES.map((value) => ({
            value,
            label: translator(locale, "sessions")(`languages.${value}`),
          }))}
        />
        <RadioGroup
          legend={own("paper.kind")}
          name="kind"
          chosen={input.kind}
          options={optionsOf(PAPER_KINDS, (value) => own(`paper.kinds.${value}`))}
        />
        <RadioGroup
          legend={own("paper.names")}
          name="names"
          chosen={input.names}
          options={(["yes", "no"] as const).map((value) => ({
            value,
            label: own(`paper.named.${value}`),
          }))}
        />
        <button type="submit" className="button quiet">
          {own("paper.show")}
        </button>
      </form>
      <Scrolling className="paper" lang={spoken} label={t("title")}>
        <h2>{t("title")}</h2>
        <p>
          <strong lang={title.lang}>{title.text}</strong>, <bdi>{session.spaceName}</bdi>
          {session.roomName && (
            <>
              {" – "}
              <bdi>{session.roomName}</bdi>
            </>
          )}
          <br />
          {formatDateTimeRange(spoken, session.during, session.timeZone)}
        </p>
        <h3>{t("enrolled")}</h3>
        <ul className="boxes">
          {enrolled.map(({ personId, displayName }, at) => (
            <li key={personId}>
              <span className="box" /> {input.names === "yes" ? displayName : at + 1}
            </li>
          ))}
          {enrolled.length === 0 && <li>{t("nobody")}</li>}
        </ul>
        {input.kind === "lines" ? (
          <Lines t={t} groups={GROUPS[session.country]} />
        ) : (
          <>
            <h3>{t("tally.title")}</h3>
            <p>{t("tally.hint")}</p>
            <PaperTally
              t={t}
              traits={
                input.kind === "tally_age"
                  ? TALLY_TRAITS
                  : TALLY_TRAITS.filter((trait) => trait !== "ageBand")
              }
            />
          </>
        )}
        <p className="sign">
          <b>
            {t("paper.signed")} <span />
          </b>{" "}
          <b>
            {t("paper.date")} <span />
          </b>
        </p>
      </Scrolling>
    </>
  );
}

function Lines({ t, groups }: { t: Translate; groups: readonly string[] }) {
  const questions = [
    ...TRAIT_NAMES.map((trait) => ({
      key: trait,
      label: t(`traits.${trait}`),
      codes: TRAITS[trait],
    })),
    ...groups.map((group) => ({ key: group, label: t(`groups.${group}`), codes: GROUP_ANSWERS })),
  ];
  const [states] = [paperKeys([])];
  const explained = (keys: { key: string; code: string }[]) =>
    keys.map(({ key, code }) => `${key} ${t(`codes.${code}`)}`).join(" · ");
  return (
    <>
      <h3>{t("walkIns")}</h3>
      <p>{t("paper.lines")}</p>
      <dl className="codes">
        {questions.map(({ key, label, codes }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{explained(paperKeys(codes).slice(0, codes.length))}</dd>
          </div>
        ))}
        <div>
          <dt>{t("paper.always")}</dt>
          <dd>{explained(states)}</dd>
        </div>
      </dl>
      <table className="paper-grid">
        <thead>
          <tr>
            <th scope="col">#</th>
            {questions.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: ROWS }, (_, at) => at + 1).map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {questions.map(({ key }) => (
                <td key={key} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
