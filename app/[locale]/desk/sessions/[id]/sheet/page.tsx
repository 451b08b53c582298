import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { KeptSheet } from "#components/attendance/kept-sheet.tsx";
import { Sheet } from "#components/attendance/sheet.tsx";
import { SheetHistory } from "#components/attendance/sheet-history.tsx";
import type { SheetWords } from "#components/attendance/sheet-words.ts";
import { TallySummary } from "#components/attendance/tally-summary.tsx";
import { UnsentSheet } from "#components/attendance/unsent-sheet.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime, formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { keepsNamesFor } from "#lib/foundation/identity/rules.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { closeSheetAction, openSheetAgainAction } from "#lib/learning/attendance/actions.ts";
import { findSheet } from "#lib/learning/attendance/queries.ts";
import { MOST_PEOPLE, peopleOn, tallied } from "#lib/learning/attendance/rules.ts";
import {
  ANSWER_STATES,
  GROUP_ANSWERS,
  GROUPS,
  TALLY_TRAITS,
  TRAIT_NAMES,
  TRAITS,
} from "#lib/learning/attendance/traits.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { sessionId } from "#lib/learning/sessions/schema.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "attendance")("title") };
}

export default async function SheetPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "attendance.take",
    `/${locale}/desk/sessions/${encodeURIComponent(id)}/sheet`,
  );
  const sheet = await orNothing(sheetAt(ctx, id));
  if (!sheet) notFound();

  const t = translator(locale, "attendance");
  const { session, enrolled, mayAsk, isClosed, history, ...saved } = sheet;
  const title = titleIn(session.title, locale);
  const minutes = keepsNamesFor(ctx.actor);
  return (
    <>
      <Crumb href={`/${locale}/desk`}>{translator(locale, "desk")("today")}</Crumb>
      <h1 lang={title.lang}>{title.text}</h1>
      <p>
        <strong>{t("title")}</strong>
        <br />
        <bdi>{session.spaceName}</bdi>
        {session.roomName && (
          <>
            {" – "}
            <bdi>{session.roomName}</bdi>
          </>
        )}
        <br />
        {formatDateTimeRange(locale, session.during, session.timeZone)}
      </p>
      <p className="row">
        <a
          className="button quiet"
          href={`/${locale}/desk/sessions/${id}/sheet/paper?in=${session.language}`}
        >
          {t("paper.title")}
        </a>
        <a
          className="button quiet"
          href={`/${locale}/desk/presence/poster?space=${session.spaceSlug}&session=${id}`}
        >
          {translator(locale, "presence")("poster.title")}
        </a>
      </p>
      {minutes > 0 && (
        <KeptSheet
          scope={`/${locale}/desk/sessions/`}
          minutes={minutes}
          drawnAt={ctx.now.toString()}
          words={t("offline", { when: formatDateTime(locale, ctx.now, session.timeZone) })}
        />
      )}
      {saved.consents.length > 0 && (
        <p className="fact">{t("consents", { count: saved.consents.length })}</p>
      )}
      {Temporal.Instant.compare(ctx.now, session.during.start) < 0 && (
        <p className="fact">{t("early")}</p>
      )}
      {isClosed ? (
        <ClosedSheet sheet={sheet} id={id} locale={locale} />
      ) : (
        <>
          <Sheet
            sessionId={id}
            country={session.country}
            enrolled={enrolled}
            saved={saved}
            words={wordsOf(t, locale)}
            locale={locale}
          />
          <h2>{t("closed.title")}</h2>
          <p>{t("closed.hint")}</p>
          <ActionForm
            action={closeSheetAction}
            submit={t("closed.close")}
            working={t("state.sending")}
            values={{ locale, id, sheetVersion: String(saved.sheetVersion) }}
            quiet
          />
        </>
      )}
      <SheetHistory history={history} locale={locale} timeZone={session.timeZone} />
      {mayAsk && enrolled.length > 0 && <ConsentLinks people={enrolled} locale={locale} />}
    </>
  );
}

type SheetState = Awaited<ReturnType<typeof findSheet>>;

/** Who was there, as it was counted, and opening it again with a reason. */
function ClosedSheet({ sheet, id, locale }: { sheet: SheetState; id: string; locale: Locale }) {
  const t = translator(locale, "attendance");
  const { enrolled, present, lines, tally } = sheet;
  const isThere = new Set(present);
  return (
    <>
      <UnsentSheet sessionId={id} words={t("closed.unsent")} />
      <Status className="status lasting">{t("closed.is", { count: peopleOn(sheet) })}</Status>
      <ul>
        {enrolled
          .filter(({ personId }) => isThere.has(personId))
          .map(({ personId, displayName }) => (
            <li key={personId}>{displayName}</li>
          ))}
      </ul>
      <p>{t("closed.lines", { count: lines.length })}</p>
      {tally.length > 0 && <p>{t("closed.tally", { count: tallied(tally) })}</p>}
      <TallySummary
        tally={tally}
        traits={TALLY_TRAITS.filter((trait) => tally.some((cell) => cell[trait] !== "not_asked"))}
        words={wordsOf(t, locale)}
      />
      <ActionForm
        action={openSheetAgainAction}
        submit={t("closed.open")}
        working={t("state.sending")}
        values={{ locale, id }}
        quiet
      >
        <TextField label={t("closed.why")} name="reason" maxLength={500} required />
      </ActionForm>
    </>
  );
}

type ConsentProps = { people: SheetState["enrolled"]; locale: Locale };

/** To each of those who are enrolled: what they consented to is asked in person. */
function ConsentLinks({ people, locale }: ConsentProps) {
  const t = translator(locale, "consent");
  return (
    <nav aria-label={t("desk.link")}>
      <h2>{t("desk.link")}</h2>
      <ul>
        {people.map(({ personId, displayName }) => (
          <li key={personId}>
            <a href={`/${locale}/desk/people/${personId}/consent`}>
              {t("desk.title", { name: displayName })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

async function sheetAt(ctx: Context, id: string) {
  return findSheet(ctx, sessionId(id));
}

function wordsOf(t: Translate, locale: Locale): SheetWords {
  const all = (prefix: string, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, t(`${prefix}.${key}`)]));
  return {
    colon: COLON[locale],
    soFar: t("soFar.title"),
    ticked: t("soFar.ticked", { here: "{here}", all: "{all}" }),
    nameless: t("soFar.nameless", { count: "#" }),
    here: t("here"),
    enrolled: t("enrolled"),
    nobody: t("nobody"),
    noLonger: t("noLonger"),
    walkIns: t("walkIns"),
    walkInsHint: t("walkInsHint"),
    walkIn: t("walkIn", { number: "#" }),
    add: t("add"),
    next: t("next"),
    notCounted: t("notCounted"),
    countWithout: t("countWithout"),
    countAsIs: t("countAsIs"),
    again: t("again"),
    times: t("times"),
    change: t("change"),
    remove: t("remove"),
    more: t("more"),
    keep: t("keep"),
    everybody: t("everybody"),
    way: t("way.title"),
    taps: t("way.taps"),
    paper: t("way.paper"),
    paperHint: t("way.paperHint"),
    notACode: t("way.notACode", { typed: "{typed}", question: "{question}" }),
    tally: t("tally.title"),
    tallyHint: t("tally.hint"),
    apart: t("tally.apart"),
    apartHint: t("tally.apartHint"),
    oneMore: t("tally.oneMore", { what: "{what}" }),
    oneFewer: t("tally.oneFewer", { what: "{what}" }),
    people: t("tally.people"),
    counted: t("tally.counted"),
    outOfRange: t("count_out_of_range"),
    tooMany: t("too_many_people", { most: MOST_PEOPLE }),
    withdrawn: t("withdrawn"),
    save: t("save"),
    noScript: t("noScript"),
    conflict: t("conflict"),
    merge: t("merge"),
    states: {
      untouched: t("state.untouched"),
      changed: t("state.changed"),
      sending: t("state.sending"),
      saved: t("state.saved"),
      waiting: t("state.waiting"),
      signedOut: t("state.signedOut"),
      refused: t("state.refused", { reason: "{reason}" }),
      partly: t("state.partly", { reason: "{reason}" }),
    },
    signIn: translator(locale, "identity")("signIn.title"),
    totals: [
      t("total", { count: 0 }),
      t("total", { count: 1 }),
      t("total", { count: 2 }).replace("2", "#"),
    ],
    traits: all("traits", TRAIT_NAMES),
    codes: all("codes", [...ANSWER_STATES, ...Object.values(TRAITS).flat(), ...GROUP_ANSWERS]),
    groups: all("groups", [...new Set(Object.values(GROUPS).flat())]),
  };
}
