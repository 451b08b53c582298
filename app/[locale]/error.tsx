"use client";

import { useParams } from "next/navigation";
import { DeadEnd } from "#components/site/dead-end.tsx";

/**
 * The only sentences a script carries: the page that would have said them is the one that failed.
 */
const WORDS: Record<string, { title: string; text: string; again: string }> = {
  nl: {
    title: "Er ging hier iets mis",
    text: "Er is niets verloren. Probeer opnieuw.",
    again: "Probeer opnieuw",
  },
  fr: {
    title: "Une erreur s’est produite ici",
    text: "Rien n’est perdu. Essayez encore.",
    again: "Essayer encore",
  },
  en: {
    title: "Something went wrong here",
    text: "Nothing was lost. Please try again.",
    again: "Try again",
  },
};

/** For a page that was open over an upgrade and asks for a script that is there no more. */
const OUTDATED_WORDS: typeof WORDS = {
  nl: {
    title: "Deze pagina is van voor een update",
    text: "Open de pagina opnieuw om verder te gaan.",
    again: "Open de pagina opnieuw",
  },
  fr: {
    title: "Cette page date d’avant une mise à jour",
    text: "Rouvrez la page pour continuer.",
    again: "Rouvrir la page",
  },
  en: {
    title: "This page is from before an update",
    text: "Open the page again to go on.",
    again: "Open the page again",
  },
};

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const { locale } = useParams<{ locale: string }>();
  const isOutdated = error.name === "ChunkLoadError";
  const sentences = isOutdated ? OUTDATED_WORDS : WORDS;
  const words = sentences[locale] ?? sentences.en;
  return (
    <DeadEnd title={words?.title} text={words?.text}>
      <button
        type="button"
        className="button"
        onClick={isOutdated ? () => location.reload() : reset}
      >
        {words?.again}
      </button>
    </DeadEnd>
  );
}
