import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { Status } from "#components/ui/status.tsx";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import {
  addWebhookAction,
  rotateSecretAction,
  webhookAction,
} from "#lib/foundation/webhooks/actions.ts";
import { type Delivery, deliveriesOf, webhooksOf } from "#lib/foundation/webhooks/queries.ts";
import { WEBHOOK_EVENTS } from "#lib/foundation/webhooks/schema.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const DONE = ["test", "pause", "resume", "remove", "again"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "webhooks")("title") };
}

/** The addresses to which events of the bookings of a space are sent, and each delivery. */
export default async function WebhooksPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/webhooks`);
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const { own, space } = await chosenSpaces(ctx, "space.manage", asked.space);
  if (!space) notFound();
  const t = translator(locale, "webhooks");
  const webhooks = await webhooksOf(ctx, space.id);
  const deliveries = await deliveriesOf(ctx, space.id);
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {DONE.includes(one("done")) && <Status>{t(`done.${one("done")}`)}</Status>}
      <p>{t("intro")}</p>
      {webhooks.length === 0 && <p>{t("none")}</p>}
      <ol className="cards">
        {webhooks.map((webhook) => (
          <li className="card" key={webhook.id}>
            <WebhookCard webhook={webhook} space={space.slug} locale={locale} />
          </li>
        ))}
      </ol>
      <h2>{t("add")}</h2>
      <TokenForm
        action={addWebhookAction}
        locale={locale}
        words={{ made: t("made"), working: t("working"), make: t("add") }}
        quiet={false}
      >
        <input type="hidden" name="spaceId" value={space.id} />
        <input type="hidden" name="space" value={space.slug} />
        <TextField
          label={t("url")}
          name="url"
          type="url"
          maxLength={500}
          placeholder="https://"
          required
        />
        <CheckboxGroup
          legend={t("events")}
          name="events"
          chosen={["booking.confirmed", "booking.changed", "booking.cancelled"]}
          options={optionsOf(WEBHOOK_EVENTS, (value) => t(`event.${value}`))}
        />
      </TokenForm>
      <h2>{t("log")}</h2>
      <p className="fact">{deliveries.length > 0 ? t("logHint") : t("logNone")}</p>
      <ol className="cards">
        {deliveries.map((delivery) => (
          <li className="card" key={delivery.id}>
            <DeliveryCard delivery={delivery} space={space} locale={locale} />
          </li>
        ))}
      </ol>
    </div>
  );
}

type WebhookProps = {
  webhook: Awaited<ReturnType<typeof webhooksOf>>[number];
  space: string;
  locale: Locale;
};

/** An address: what is sent to it, what waits, and what can be done with it. */
function WebhookCard({ webhook, space, locale }: WebhookProps) {
  const t = translator(locale, "webhooks");
  const { id, url, events, active, waiting, givenUp } = webhook;
  const state = [
    active ? null : t("paused"),
    t("waiting", { count: waiting }),
    t("lost", { count: givenUp }),
  ];
  return (
    <>
      <div>
        <h2>
          <code className="secret">{url}</code>
        </h2>
        <p className="fact">{state.filter(Boolean).join(" · ")}</p>
        <p className="fact">{events.map((event) => t(`event.${event}`)).join(" · ")}</p>
      </div>
      <div className="row">
        {(["test", active ? "pause" : "resume", "remove"] as const).map((what) => (
          <ActionForm
            key={what}
            action={webhookAction}
            submit={t(`do.${what}`)}
            working={t("working")}
            values={{ locale, id, space, what }}
            quiet
          />
        ))}
      </div>
      <TokenForm
        action={rotateSecretAction}
        locale={locale}
        words={{ made: t("made"), working: t("working"), make: t("rotate") }}
      >
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="space" value={space} />
        <p className="fact">{t("rotateHint")}</p>
      </TokenForm>
    </>
  );
}

type DeliveryProps = {
  delivery: Delivery;
  space: { slug: string; timeZone: string };
  locale: Locale;
};

/** One event on its way: when, how it went, and sending it again. */
function DeliveryCard({ delivery, space, locale }: DeliveryProps) {
  const t = translator(locale, "webhooks");
  const { id, event, state, createdAt, lastError } = delivery;
  return (
    <>
      <div>
        <h3>{t(`event.${event}`)}</h3>
        <p className="fact">
          {formatDateTime(locale, Temporal.Instant.from(createdAt), space.timeZone)} ·{" "}
          {stateOf(delivery, t)}
          {lastError && ` · ${lastError}`}
        </p>
      </div>
      {state !== "waiting" && (
        <ActionForm
          action={webhookAction}
          submit={t("do.again")}
          working={t("working")}
          values={{ locale, id, space: space.slug, what: "again" }}
          quiet
        />
      )}
    </>
  );
}

function stateOf({ state, attempts }: Delivery, t: Translate): string {
  return t(state === "waiting" && attempts === 0 ? "state.new" : `state.${state}`, { attempts });
}
