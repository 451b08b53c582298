"use client";

import { useState } from "react";
import { RadioGroup } from "#components/ui/field.tsx";
import { Seal } from "./seal.tsx";

type Options = Parameters<typeof RadioGroup>[0]["options"];

type Props = {
  words: { legend: string; icon: string; colour: string };
  icons: Options;
  colours: Options;
  icon: string;
  colour: string;
};

/** What is drawn on a badge and in which colour, shown as it is chosen. */
export function PictureFields({ words, icons, colours, ...chosen }: Props) {
  const [picture, setPicture] = useState({ icon: chosen.icon, colour: chosen.colour });
  return (
    <fieldset
      className="class-part picture-part"
      onChange={({ target }) => {
        if (target instanceof HTMLInputElement)
          setPicture({ ...picture, [target.name]: target.value });
      }}
    >
      <legend>{words.legend}</legend>
      <Seal {...picture} />
      <div>
        <RadioGroup legend={words.icon} name="icon" chosen={chosen.icon} options={icons} />
        <RadioGroup legend={words.colour} name="colour" chosen={chosen.colour} options={colours} />
      </div>
    </fieldset>
  );
}
