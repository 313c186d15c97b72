/** Go processes of this machine that are not recorded, and a click that records one. */
import { type ReactNode, useState } from "react";
import { formatBytes, formatCount } from "../../base/units.ts";
import type { PsProcess } from "../../model/results.ts";
import { sentenceOf } from "../data/ask.ts";
import { Copyable } from "../parts/copyable.tsx";

interface Props {
  readonly offers: readonly PsProcess[];
  readonly canAdd: boolean;
  readonly onAdd: (target: string) => Promise<void>;
}

/** More are shown when asked for: most of them run for seconds only. */
const FIRST = 8;

/** Those whose lines of code can be told first. */
export function Offers({ offers, canAdd, onAdd }: Props) {
  const [isWhole, setWhole] = useState(false);
  if (offers.length === 0) return null;
  const sorted = offers.toSorted((a, b) => Number(b.pprof === "yes") - Number(a.pprof === "yes"));
  return (
    <section>
      <h2>Go processes of this machine</h2>
      <ul className="offers">
        {(isWhole ? sorted : sorted.slice(0, FIRST)).map((offer) => (
          <Offer key={offer.pid} offer={offer} canAdd={canAdd} onAdd={onAdd} />
        ))}
      </ul>
      {sorted.length > FIRST && !isWhole && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {formatCount(sorted.length)}
        </button>
      )}
      {!canAdd && (
        <p className="muted">
          To record one, name it: <Copyable text={`resident serve ${targetOf(offers[0]!)}`} /> With{" "}
          <code>--allow-adding-targets</code> they can be added here.
        </p>
      )}
    </section>
  );
}

interface OfferProps extends Pick<Props, "canAdd" | "onAdd"> {
  readonly offer: PsProcess;
}

function Offer({ offer, canAdd, onAdd }: OfferProps) {
  const [said, setSaid] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    setSaid(null);
    try {
      await onAdd(targetOf(offer));
    } catch (error) {
      setSaid(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <li className="offer">
      <strong>{offer.name}</strong>
      <span className="number">{offer.rss === null ? "" : formatBytes(offer.rss)}</span>
      <span className="muted small offer-says">{offerText(offer)}</span>
      {canAdd && (
        <button type="button" disabled={isBusy} onClick={add} data-row="">
          {isBusy ? "Adding …" : "Record it"}
        </button>
      )}
      {said !== null && <Said text={said} />}
    </li>
  );
}

function Said({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="process-error offer-said" role="status">
      {text}
    </span>
  );
}

/** Its pprof where it has one: that tells the lines of code. */
function targetOf({ pid }: PsProcess): string {
  return String(pid);
}

function offerText({ pid, go, goIsApproximate, pprof, reason }: PsProcess): string {
  const parts = [`pid ${pid}`];
  if (go !== null) parts.push(`${goIsApproximate ? "≈ " : ""}${go}`);
  if (pprof === "yes") parts.push("with pprof: lines of code can be told");
  else if (pprof === "no") parts.push(`no lines of code${reason === null ? "" : `: ${reason}`}`);
  else if (reason !== null) parts.push(reason);
  return parts.join(" · ");
}
