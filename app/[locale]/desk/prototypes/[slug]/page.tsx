import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PrototypeFields } from "#components/prototypes/prototype-fields.tsx";
import { VariantView } from "#components/prototypes/variant-view.tsx";
import { LayoutFields } from "#components/spaces/layout-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, SelectField, TextArea } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { findLayout } from "#lib/places/spaces/layouts.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import {
  concludePrototypeAction,
  discardPrototypeAction,
  noteObservationAction,
  offerLayoutAction,
  removeObservationAction,
  removeVariantAction,
  savePrototypeAction,
  startPrototypeAction,
  withdrawPrototypeAction,
} from "#lib/practice/prototypes/actions.ts";
import { practiceChoices } from "#lib/practice/prototypes/choices.ts";
import { type Prototype, workedOnPrototype } from "#lib/practice/prototypes/queries.ts";
import { missingFrom } from "#lib/practice/prototypes/rules.ts";
import { TEXTS, VERDICTS } from "#lib/practice/prototypes/schema.ts";
import { nextState, PUBLIC, WRITABLE } from "#lib/practice/prototypes/transitions.ts";
import { namedThing, titleFrom } from "../../../title-from.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const found = await namedThing(workedOnPrototype(ctx, slug));
  return titleFrom(
    found?.title,
    translator(locale, "prototypes")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

type Shown = { prototype: Prototype; locale: Locale; t: Translate };

/** A prototype of one's place, with all that can be done with it now. */
export default async function WorkPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "prototype.write",
    `/${locale}/desk/prototypes/${encodeURIComponent(slug)}`,
  );
  const prototype = await workedOnPrototype(ctx, slug);
  if (!prototype) notFound();
  const t = translator(locale, "prototypes");
  const { title, language, state, space, spaceId, revision } = prototype;
  const isWritable = WRITABLE.includes(state);
  const mayDecide = can(ctx.actor, "prototype.decide", { spaceId });
  const seen = { locale, slug, revision: String(revision) };
  const practices = await practiceChoices(ctx, prototype.practiceId);
  const rooms = await roomsOf(ctx, space.slug);
  return (
    <>
      <Crumb href={`/${locale}/desk/prototypes`}>{t("desk.title")}</Crumb>
      <h1 lang={language}>{title}</h1>
      <p className="fact">
        <bdi>{space.name}</bdi> · {t(`states.${state}`)}
      </p>
      {PUBLIC.includes(state) && (
        <p>
          <a href={`/${locale}/prototypes/${slug}`}>{t("desk.public")}</a>
        </p>
      )}
      <Variants prototype={prototype} locale={locale} t={t} />
      {isWritable && (
        <section className="narrow">
          <h2>{t("desk.words")}</h2>
          <ActionForm
            action={savePrototypeAction}
            submit={t("desk.save")}
            working={t("desk.working")}
            values={seen}
          >
            <PrototypeFields
              locale={locale}
              prototype={prototype}
              practices={[{ value: "", label: t("desk.noPractice") }, ...practices]}
              rooms={[
                { value: "", label: t("desk.noRoom") },
                ...rooms.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              t={t}
            />
          </ActionForm>
        </section>
      )}
      {state === "draft" && <Start prototype={prototype} locale={locale} t={t} />}
      {state === "running" && (
        <Watch prototype={prototype} locale={locale} t={t} mayDecide={mayDecide} />
      )}
      {state === "running" && mayDecide && <Conclude prototype={prototype} locale={locale} t={t} />}
      {mayDecide && <OfferLayout prototype={prototype} locale={locale} t={t} />}
      {mayDecide && nextState(state, "withdraw") && (
        <details>
          <summary>{t("desk.withdrawTitle")}</summary>
          <p>{t("desk.withdrawHint")}</p>
          <ActionForm
            action={withdrawPrototypeAction}
            submit={t("desk.withdraw")}
            working={t("desk.working")}
            values={seen}
            quiet
          />
        </details>
      )}
      {state === "draft" && (
        <details>
          <summary>{t("desk.discardTitle")}</summary>
          <p>{t("desk.discardHint")}</p>
          <ActionForm
            action={discardPrototypeAction}
            submit={t("desk.discard")}
            working={t("desk.working")}
            values={{ locale, slug }}
            quiet
          />
        </details>
      )}
    </>
  );
}

/** Once a variant is kept: whoever books its room can have it set up so. */
async function OfferLayout({ prototype, locale, t }: Shown) {
  const { slug, state, roomId, roomName, space, variants } = prototype;
  const kept = variants.find(({ isKept }) => isKept);
  if (state !== "concluded" || !kept) return null;
  if (roomId === null)
    return (
      <section className="narrow">
        <h2>{t("desk.offerTitle")}</h2>
        <p>{t("desk.offerNoRoom")}</p>
      </section>
    );
  const layout = kept.layoutId && (await findLayout(await requestContext(), kept.layoutId));
  const seats = kept.plan.objects.filter(({ kind }) => kind === "seat").length;
  return (
    <section className="narrow">
      <h2>{t("desk.offerTitle")}</h2>
      {layout ? (
        <p>
          {t(layout.isRetired ? "desk.offerRetired" : "desk.offered", { room: roomName ?? "" })}{" "}
          <a href={`/${locale}/desk/rooms/edit?space=${space.slug}&id=${roomId}#layouts`}>
            {t("desk.offerChange")}
          </a>
        </p>
      ) : (
        <>
          <p>{t("desk.offerHint", { room: roomName ?? "" })}</p>
          <ActionForm
            action={offerLayoutAction}
            submit={t("desk.offer")}
            working={t("desk.working")}
            values={{ locale, slug }}
          >
            <LayoutFields locale={locale} names={kept.names} seats={seats || null} />
          </ActionForm>
        </>
      )}
    </section>
  );
}

function Variants({ prototype: { slug, variants, language, state }, locale, t }: Shown) {
  const draw = `/${locale}/desk/prototypes/${slug}/draw`;
  return (
    <section>
      <h2>{t("desk.variants")}</h2>
      {variants.length === 0 && <Empty text={t("desk.noVariants")} />}
      <div className="variants">
        {variants.map((variant) => {
          const name = titleIn(variant.names, locale).text;
          return (
            <div key={variant.id}>
              <VariantView variant={variant} language={language} locale={locale} t={t} />
              {WRITABLE.includes(state) && (
                <p>
                  <a href={`${draw}?variant=${variant.id}`}>{t("desk.drawOn", { name })}</a>
                </p>
              )}
              {state === "draft" && (
                <ActionForm
                  action={removeVariantAction}
                  submit={t("desk.removeVariant", { name })}
                  working={t("desk.working")}
                  values={{ locale, slug, id: variant.id }}
                  quiet
                />
              )}
            </div>
          );
        })}
      </div>
      {WRITABLE.includes(state) && (
        <p>
          <a className="button" href={draw}>
            {t("desk.draw")}
          </a>
        </p>
      )}
    </section>
  );
}

function Start({ prototype, locale, t }: Shown) {
  const { slug, revision, variants } = prototype;
  const missing = missingFrom({
    ...prototype,
    drawn: variants.map(({ plan }) => plan.objects.length),
  });
  if (missing.length === 0)
    return (
      <ActionForm
        action={startPrototypeAction}
        submit={t("desk.start")}
        working={t("desk.working")}
        values={{ locale, slug, revision: String(revision) }}
      />
    );
  return (
    <section className="card">
      <div>
        <h2>{t("desk.missing")}</h2>
        <ul className="list">
          {missing.map((reason) => (
            <li key={reason.code}>{messageFor(locale, reason)}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Watch({ prototype, locale, t, mayDecide }: Shown & { mayDecide: boolean }) {
  const { slug, variants, observations } = prototype;
  const options = variants.map(({ id, names }) => ({
    value: id,
    label: titleIn(names, locale).text,
  }));
  const day = (text: string) => formatDay(locale, Temporal.PlainDate.from(text));
  return (
    <section className="narrow">
      <h2>{t("desk.note")}</h2>
      <ActionForm
        version={observations.length}
        action={noteObservationAction}
        submit={t("desk.noteGo")}
        working={t("desk.working")}
        values={{ locale, slug }}
      >
        <DayField
          locale={locale}
          label={t("desk.noteDay")}
          name="day"
          typed=""
          day={Temporal.Now.plainDateISO(NETWORK_ZONE)}
          required
        />
        <SelectField
          label={t("desk.noteVariant")}
          name="variant"
          options={[{ value: "", label: t("desk.anyVariant") }, ...options]}
        />
        <TextArea
          label={t("parts.observations")}
          hint={t("desk.noteHint")}
          name="words"
          maxLength={TEXTS.observation}
          required
        />
      </ActionForm>
      {observations.map(({ id, seenOn, language, words, isOwn }) => (
        <div key={id} className="card">
          <div>
            <p className="fact">{day(seenOn)}</p>
            <blockquote lang={language}>
              <bdi>{words}</bdi>
            </blockquote>
            {(isOwn || mayDecide) && (
              <ActionForm
                action={removeObservationAction}
                submit={t("desk.removeNoteOf", { day: day(seenOn) })}
                working={t("desk.working")}
                values={{ locale, slug, id }}
                quiet
              />
            )}
          </div>
        </div>
      ))}
    </section>
  );
}

function Conclude({ prototype: { slug, revision, variants, language }, locale, t }: Shown) {
  return (
    <section className="narrow">
      <h2>{t("desk.conclude")}</h2>
      <ActionForm
        action={concludePrototypeAction}
        submit={t("desk.concludeGo")}
        working={t("desk.working")}
        values={{ locale, slug, revision: String(revision) }}
      >
        <RadioGroup
          legend={t("parts.verdict")}
          name="verdict"
          options={optionsOf(VERDICTS, (value) => t(`verdicts.${value}`))}
        />
        <SelectField
          label={t("desk.keep")}
          name="variant"
          options={variants.map(({ id, names }) => ({
            value: id,
            label: titleIn(names, locale).text,
          }))}
        />
        <TextArea
          label={t("desk.why")}
          name="words"
          lang={language}
          maxLength={TEXTS.verdictWords}
          required
        />
      </ActionForm>
    </section>
  );
}
