/** What the server answers where it can't give what was asked for: a status, and one sentence. */
import type { Context } from "hono";
import { type ErrorCode, ResidentError } from "../base/errors.ts";

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 413 | 500 | 503;

/** Thrown by what makes answers; its message is for whoever asked. */
export class Refusal extends Error {
  readonly status: ProblemStatus;

  constructor(status: ProblemStatus, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

const STORE_STATUS: Partial<Record<ErrorCode, ProblemStatus>> = {
  RES_STORE: 503,
  RES_STORE_FULL: 503,
  RES_STORE_FAULT: 500,
};

export function problem(context: Context, status: ProblemStatus, message: string): Response {
  return context.json({ error: message }, status);
}

/** The status and the sentence of whatever was thrown; what nobody foresaw tells nothing of itself. */
export function problemOf(error: unknown): { status: ProblemStatus; message: string } {
  if (error instanceof Refusal) return { status: error.status, message: error.message };
  if (error instanceof ResidentError) {
    const { code, message, hint } = error;
    const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
    return {
      status: STORE_STATUS[code] ?? 400,
      message: hint === undefined ? sentence : `${sentence} ${hint}`,
    };
  }
  return { status: 500, message: "Resident could not make this answer: that is a fault in it." };
}
