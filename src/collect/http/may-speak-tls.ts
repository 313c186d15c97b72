/** Whether a server that was asked in the clear speaks TLS: some say so, others answer in bytes that are no HTTP. */
import type { ResidentError } from "../../base/errors.ts";
import { isNotHttp } from "./connect-error.ts";
import { HttpError } from "./http-error.ts";

export function maySpeakTls(error: ResidentError): boolean {
  if (error instanceof HttpError) return error.wantsTls;
  return isNotHttp((error.cause as NodeJS.ErrnoException | undefined)?.code ?? "");
}
