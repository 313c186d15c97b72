/** What the server answers where it can't give what was asked for: a status, and one sentence. */
import type { Context } from "hono";
import { ResidentError } from "../base/errors.ts";

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

export function problem(context: Context, status: ProblemStatus, message: string): Response {
  return context.json({ error: message }, status);
}

/** The status and the sentence of whatever was thrown; what nobody foresaw tells nothing of itself. */
export function problemOf(error: unknown): { status: ProblemStatus; message: string } {
  if (error instanceof Refusal) return { status: error.status, message: error.message };
  if (error instanceof ResidentError) {
    const { code, message, hint } = error;
    const isStore = code === "RES_STORE" || code === "RES_STORE_FULL";
    const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
    return {
      status: isStore ? 503 : 400,
      message: hint === undefined ? sentence : `${sentence} ${hint}`,
    };
  }
  return { status: 500, message: "Resident could not make this answer: that is a fault in it." };
}
