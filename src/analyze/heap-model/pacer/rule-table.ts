/**
 * The pacer's rules of Go 1.4 to 1.27, each row what changed against the one before. Read from
 * runtime/mgc0.c (1.4), mgc.go (1.5–1.16) and mgcpacer.go (from 1.17 on); mgclimit.go for the
 * limiter. Not here: GOEXPERIMENT=heapminimum512kib.
 */
import { KiB, MiB } from "../../../base/units.ts";
import type { PacerRules } from "./pacer-rules.ts";

/** Stops the world to mark. It has no minimum: measured, it collects a heap of less than 1 MiB. */
const GO_4: PacerRules = {
  fromMinor: 4,
  trigger: "at-goal",
  nextGc: "trigger",
  minimumHeap: 0,
  roots: "none",
  sweepDistance: 0,
  sweepDistanceScales: false,
  minimumRunway: 0,
  lowestTrigger: 1,
  highestTrigger: 1,
  nearestTrigger: "none",
  goalUtilization: 1,
  backgroundUtilization: 1,
  consMark: "none",
  memoryLimit: null,
};

/** Marks while the program runs. */
const GO_5: PacerRules = {
  ...GO_4,
  fromMinor: 5,
  trigger: "ratio",
  minimumHeap: 4 * MiB,
  sweepDistance: MiB,
  sweepDistanceScales: true,
  lowestTrigger: 0,
  highestTrigger: 0.95,
  goalUtilization: 0.25,
  backgroundUtilization: 0.25,
};

const GO_7: PacerRules = { ...GO_5, fromMinor: 7, minimumRunway: MiB };
const GO_8: PacerRules = { ...GO_7, fromMinor: 8, nextGc: "goal" };
const GO_10: PacerRules = { ...GO_8, fromMinor: 10, goalUtilization: 0.3 };
const GO_13: PacerRules = { ...GO_10, fromMinor: 13, sweepDistanceScales: false };
/** 1.14.0 did not scale the lowest trigger with GOGC; its patch releases do. */
const GO_14: PacerRules = { ...GO_13, fromMinor: 14, lowestTrigger: 0.6 };

/** The redesign: stacks and globals count, and the trigger follows measured rates. */
const GO_18: PacerRules = {
  ...GO_14,
  fromMinor: 18,
  trigger: "runway",
  roots: "allocated",
  minimumRunway: 64 * KiB,
  lowestTrigger: 0.7,
  nearestTrigger: "scaled minimum",
  goalUtilization: 0.25,
  consMark: "controller",
};

/** The memory limit. */
const GO_19: PacerRules = {
  ...GO_18,
  fromMinor: 19,
  roots: "scanned",
  lowestTrigger: 45 / 64,
  highestTrigger: 61 / 64,
  nearestTrigger: "minimum",
  memoryLimit: { headroomPercent: 0, minimumHeadroom: MiB, limiterCapacity: 1 },
};

const GO_20: PacerRules = { ...GO_19, fromMinor: 20, consMark: "mean of 2" };

const GO_21: PacerRules = {
  ...GO_20,
  fromMinor: 21,
  consMark: "highest of 5",
  memoryLimit: { headroomPercent: 3, minimumHeadroom: MiB, limiterCapacity: 1 },
};

/** By `fromMinor`, rising; 1.21's rules stand unchanged in 1.27. */
export const PACER_RULES: readonly PacerRules[] = [
  GO_4,
  GO_5,
  GO_7,
  GO_8,
  GO_10,
  GO_13,
  GO_14,
  GO_18,
  GO_19,
  GO_20,
  GO_21,
];
