/** `-proto`: the profile itself, as filtered and merged. Unpacked: who writes it to a file gzips it. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
import { encodeProfile } from "../encode/encode-profile.ts";
import { toInt64 } from "../measure/to-int64.ts";
import { narrowColumn } from "../merge/sum-column.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";

export function* renderProto({ profile, format }: ReportInput): ReportOutput {
  const { ratio } = format;
  yield* encodeProfile(ratio > 0 && ratio !== 1 ? divideValues(profile, ratio) : profile);
}

/** All samples stay, also those of which nothing is left. */
function divideValues(profile: Profile, ratio: number): Profile {
  const { samples } = profile;
  const values = samples.values.map((column) => divideColumn(column, ratio));
  return { ...profile, samples: { ...samples, values } };
}

function divideColumn(column: ValueColumn, ratio: number): ValueColumn {
  const divided = Float64Array.from(column as ArrayLike<number | bigint>, (v) => Number(v) * ratio);
  return divided.every((value) => Math.abs(value) <= 2 ** 53)
    ? divided.map((value) => Math.trunc(value) + 0)
    : narrowColumn(BigInt64Array.from(divided, toInt64));
}
