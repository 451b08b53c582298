import { AskFields } from "#components/badges/ask-fields.tsx";
import { RecognisedBy } from "#components/badges/recognised-by.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  askForOwnBadgeAction,
  withdrawRequestAction,
} from "#lib/learning/badges/endorsements/actions.ts";
import { recognitionOfBadge, requestsForBadge } from "#lib/learning/badges/endorsements/queries.ts";
import { recognisersOf } from "../../recognisers.ts";
import type { BadgeProps } from "./sharing.tsx";

/** Who says that it counts with them, and for its holder the way to ask another. */
export async function RecognitionOfBadge({
  achievement,
  shareKey,
  mayAsk,
  ...props
}: BadgeProps & {
  achievement: Parameters<typeof recognitionOfBadge>[2];
  shareKey: string | null;
  mayAsk: boolean;
}) {
  const { ctx, id, locale } = props;
  const recognition = await recognitionOfBadge(ctx, id, achievement);
  return (
    <section id="recognition">
      <h2>{translator(locale, "endorsements")("by.title")}</h2>
      <RecognisedBy locale={locale} list={recognisersOf(recognition, locale, { key: shareKey })} />
      {mayAsk && <AskForOwn {...props} />}
    </section>
  );
}

/** What the holder asked of schools and firms, and the form to ask another. */
async function AskForOwn({ ctx, id, locale }: BadgeProps) {
  const t = translator(locale, "endorsements");
  const requests = await requestsForBadge(ctx, id, locale);
  return (
    <>
      <ul className="badge-steps">
        {requests.map((one) => (
          <li key={one.id}>
            <b>
              <bdi>{one.organisation}</bdi>
            </b>
            {COLON[locale]}
            {t(`states.${one.endorsement?.revokedAt ? "revoked" : one.state}`)}
            {one.reason && <p>{t("own.because", { reason: one.reason })}</p>}
            {one.endorsement?.revokeReason && (
              <p>{t("desk.withdrawn", { reason: one.endorsement.revokeReason })}</p>
            )}
            {one.state === "open" && (
              <ActionForm
                action={withdrawRequestAction}
                submit={t("own.withdraw")}
                working={t("own.working")}
                values={{ locale, id: one.id, here: id }}
                quiet
              />
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("own.title")}</summary>
        <p>{t("own.hint")}</p>
        <ActionForm
          action={askForOwnBadgeAction}
          submit={t("own.send")}
          working={t("own.working")}
          values={{ locale, id }}
        >
          <AskFields locale={locale} />
        </ActionForm>
      </details>
    </>
  );
}
