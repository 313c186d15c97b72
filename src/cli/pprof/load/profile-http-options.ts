/** The flags of `resident pprof` that reach a server, as the HTTP client wants them. */
import type { SourceFlags } from "../../../pprof/flags/pprof-flags.ts";
import { httpOptions } from "../../http-options.ts";

export function profileHttpOptions(flags: SourceFlags): ReturnType<typeof httpOptions> {
  const { tlsCert, tlsKey, tlsCa, bearerToken, headers } = flags;
  return httpOptions({
    ...(headers.length === 0 ? {} : { header: headers }),
    ...(bearerToken === "" ? {} : { token: bearerToken }),
    ...(tlsCert === "" ? {} : { cert: tlsCert }),
    ...(tlsKey === "" ? {} : { key: tlsKey }),
    ...(tlsCa === "" ? {} : { ca: tlsCa }),
  });
}
