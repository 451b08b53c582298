import { ActionForm } from "#components/ui/action-form.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { withdrawBadgeAction } from "#lib/learning/badges/credentials/actions.ts";
import type { Form } from "#lib/learning/badges/credentials/answer.ts";
import { QrCode } from "../../../qr-code.tsx";

/** The forms to take along: what people know first. */
const OFFERED: readonly Form[] = ["pdf", "png", "svg", "json", "jwt"];

/**
 * @param download where the badge is in a form
 * @param linkedIn where LinkedIn adds it; null for a badge that is not shown by a link
 */
export function TakeAlong({
  locale,
  download,
  linkedIn,
}: {
  locale: Locale;
  download: (form: Form) => string;
  linkedIn: string | null;
}) {
  const t = translator(locale, "credentials");
  return (
    <section>
      <h2>{t("badge.take")}</h2>
      <ul className="badge-forms">
        {OFFERED.map((form) => (
          <li key={form}>
            <a href={download(form)}>
              <Icon name="download" />
              {t(`badge.as.${form}`)}
            </a>
          </li>
        ))}
        {linkedIn && (
          <li>
            <a rel="noreferrer" href={linkedIn}>
              <Icon name="out" />
              {t("badge.linkedIn")}
            </a>
          </li>
        )}
      </ul>
      <PrintButton label={t("badge.print")} />
    </section>
  );
}

/** The address by which it is shown, for a phone that is held before it. */
export function AddressCode({ address, locale }: { address: string; locale: Locale }) {
  const t = translator(locale, "credentials");
  return (
    <figure className="badge-qr">
      <QrCode className="qr" address={address} alt={t("badge.qr")} size={160} />
      <figcaption>{t("badge.scan")}</figcaption>
    </figure>
  );
}

export function Withdrawal({ id, locale }: { id: string; locale: Locale }) {
  const t = translator(locale, "credentials");
  return (
    <section>
      <details>
        <summary>{t("badge.withdraw")}</summary>
        <p className="fact">{t("badge.withdrawHint")}</p>
        <ActionForm
          action={withdrawBadgeAction}
          values={{ locale, id }}
          submit={t("badge.withdrawNow")}
          working={t("badge.withdrawing")}
          quiet
        >
          <TextArea label={t("badge.reason")} name="reason" maxLength={500} required />
        </ActionForm>
      </details>
    </section>
  );
}
