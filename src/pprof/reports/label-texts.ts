/**
 * What a report says of samples' labels, as bytes. In a heap profile each sample has one label, a
 * number that recurs, such as the size of an object: the text of such a one is made once.
 */
import type { Profile } from "../../model/profile.ts";
import type { BytePieces } from "./byte-pieces.ts";

const KEPT_NUMBERS = 10_000;

export class LabelTexts {
  private readonly profile: Profile;
  private readonly textOf: (sample: number) => string;
  private readonly encoder = new TextEncoder();
  /** Texts of samples with one numeric label and no other, by key and unit, then by number. */
  private readonly single = new Map<number, Map<number | bigint, Uint8Array>>();

  /** `textOf`: what is said of the labels of a sample that has some, which goes by them alone. */
  constructor(profile: Profile, textOf: (sample: number) => string) {
    this.profile = profile;
    this.textOf = textOf;
  }

  add(sample: number, pieces: BytePieces): void {
    const { samples, labels } = this.profile;
    const row = samples.labelStart[sample];
    const count = samples.labelStart[sample + 1] - row;
    if (count === 0) return;
    const isNumber = count === 1 && labels.str[row] < 0;
    pieces.add(isNumber ? this.ofNumber(sample, row) : this.ofSample(sample));
  }

  private ofNumber(sample: number, row: number): Uint8Array {
    const { labels, strings } = this.profile;
    const kind = labels.key[row] * strings.length + labels.unit[row];
    const texts = this.single.get(kind) ?? new Map<number | bigint, Uint8Array>();
    this.single.set(kind, texts);
    const known = texts.get(labels.num[row]);
    if (known !== undefined) return known;
    const text = this.ofSample(sample);
    if (texts.size < KEPT_NUMBERS) texts.set(labels.num[row], text);
    return text;
  }

  private ofSample(sample: number): Uint8Array {
    return this.encoder.encode(this.textOf(sample));
  }
}
