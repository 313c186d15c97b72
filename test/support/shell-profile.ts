/** A profile of two values and a few functions, for the shell. */
import type { Profile } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";

const NAMES = ["main.main", "main.(*Server).handle", "encoding/json.Unmarshal", "main.big"];

export function shellProfile(): Profile {
  const builder = new ProfileBuilder({
    valueTypes: [
      { type: "alloc_space", unit: "bytes" },
      { type: "inuse_space", unit: "bytes" },
    ],
    periodType: { type: "space", unit: "bytes" },
    period: 524_288,
  });
  const locations = NAMES.map((name, i) => {
    const func = builder.addFunction({ name, filename: `/src/${i}.go` });
    return builder.addLocation({ address: BigInt(i + 1), mapping: -1, lines: [{ func, line: i }] });
  });
  builder.addSample(builder.addStackOf(locations), [10, 5], []);
  return builder.finish();
}
