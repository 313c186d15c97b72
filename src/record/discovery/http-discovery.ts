/** Targets that a server lists. When it does not answer, what it said last stays. */
import { ResidentError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import { fetchBytes } from "../../collect/http/fetch-bytes.ts";
import { placeOfUrl } from "../../collect/http/place-of-url.ts";
import { decodeTargetGroups } from "../../decode/target-groups/decode-target-groups.ts";
import { httpOptionsOf } from "../looks/access.ts";
import { sentence } from "../looks/sentence.ts";
import { type Discovery, type DiscoveryPorts, repeatEvery, type SourceOf } from "./discovery.ts";
import { labelsOf } from "./file-discovery.ts";

const MAX_BYTES = 16 * MiB;
const TIMEOUT_MS = 30_000;

export function discoverByHttp(source: SourceOf<"http">, ports: DiscoveryPorts): Discovery {
  const { url, refresh, client } = source;
  let hasTold = false;
  return repeatEvery(refresh, async () => {
    try {
      const { endpoint, path, query } = placeOfUrl(
        url,
        "the url of http_sd_configs",
        client.tls.insecure,
      );
      const http = await httpOptionsOf({ given: {}, client, query, maxBytes: MAX_BYTES });
      const options = { ...http, timeoutMs: TIMEOUT_MS, idleMs: TIMEOUT_MS };
      const { body } = await fetchBytes(endpoint, path, options);
      const shown = url.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
      const groups = decodeTargetGroups(new TextDecoder().decode(body), shown);
      hasTold = true;
      ports.found(labelsOf(groups, { __meta_url: url }));
    } catch (error) {
      if (!(error instanceof ResidentError)) throw error;
      ports.problem(sentence(error.message));
      // Others wait for each source's first word.
      if (!hasTold) ports.found([]);
    }
  });
}
