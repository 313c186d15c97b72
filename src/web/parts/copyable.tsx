/** Code or a command to take along: a button beside it copies it. */
import { Fragment, type ReactNode, useState } from "react";
import { copyText } from "../download.ts";

/** A line of it ends at a space: a hyphen at an end would be read as one of the command. */
function words(text: string): ReactNode {
  const places = text.split(" ").map((word, at) => ({ word, key: `${at}` }));
  return places.map(({ word, key }) => (
    <Fragment key={key}>
      {key !== "0" && " "}
      <span className="word">{word}</span>
    </Fragment>
  ));
}

export function Copyable({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <span className="copyable">
      <code>{words(text)}</code>
      <button type="button" className="quiet" onClick={copy} aria-label={`Copy ${text}`}>
        {isCopied ? "copied" : "copy"}
      </button>
    </span>
  );
}
