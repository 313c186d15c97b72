/** A profile with some of its samples, in their order, each with its labels. */
import type { LabelTable, Profile, ValueColumn } from "../../model/profile.ts";

/** `isKept`: by sample, 1 for what stays. */
export function keepSamples(profile: Profile, isKept: Uint8Array): Profile {
  const rows = rowsOf(isKept);
  const { samples, labels } = profile;
  if (rows.length === samples.length) return profile;
  const labelStart = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    labelStart[i + 1] = labelStart[i] + countLabels(samples.labelStart, rows[i]);
  }
  return {
    ...profile,
    samples: {
      length: rows.length,
      stack: takeInts(samples.stack, rows),
      values: samples.values.map((column) => takeValues(column, rows)),
      labelStart,
    },
    labels: takeLabels(labels, labelRows(samples.labelStart, rows, labelStart[rows.length])),
  };
}

/** The labels of these rows, in this order. */
export function takeLabels(labels: LabelTable, rows: Int32Array): LabelTable {
  return {
    length: rows.length,
    key: takeInts(labels.key, rows),
    str: takeInts(labels.str, rows),
    num: takeValues(labels.num, rows),
    unit: takeInts(labels.unit, rows),
  };
}

/** The rows that are marked with 1. */
export function rowsOf(isKept: Uint8Array): Int32Array {
  const rows = new Int32Array(isKept.length);
  let length = 0;
  for (let i = 0; i < isKept.length; i++) if (isKept[i] === 1) rows[length++] = i;
  return rows.subarray(0, length);
}

function countLabels(labelStart: Int32Array, sample: number): number {
  return labelStart[sample + 1] - labelStart[sample];
}

function labelRows(labelStart: Int32Array, samples: Int32Array, length: number): Int32Array {
  const rows = new Int32Array(length);
  let filled = 0;
  for (let i = 0; i < samples.length; i++) {
    const end = labelStart[samples[i] + 1];
    for (let row = labelStart[samples[i]]; row < end; row++) rows[filled++] = row;
  }
  return rows;
}

function takeInts(column: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i]];
  return taken;
}

function takeValues(column: ValueColumn, rows: Int32Array): ValueColumn {
  if (column instanceof BigInt64Array) return BigInt64Array.from(rows, (row) => column[row]);
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i]];
  return taken;
}
