"use client";

import { useParams } from "next/navigation";

/** The only sentences a script carries: the page that would have said them is the one that failed. */
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
  en: { title: "Something went wrong here", text: "Nothing was lost. Please try again.", again: "Try again" },
};

export default function ErrorPage({ reset }: { reset: () => void }) {
  const { locale } = useParams<{ locale: string }>();
  const words = WORDS[locale] ?? WORDS.en;
  return (
    <>
      <h1>{words?.title}</h1>
      <p>{words?.text}</p>
      <button type="button" className="button" onClick={reset}>
        {words?.again}
      </button>
    </>
  );
}
