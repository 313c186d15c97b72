/** Targets that DNS names: addresses of hosts (A, AAAA), or hosts and ports of a service (SRV). */
import { Resolver } from "node:dns/promises";
import { sentence } from "../looks/sentence.ts";
import {
  type Discovery,
  type DiscoveryPorts,
  type FoundLabels,
  repeatEvery,
  type SourceOf,
} from "./discovery.ts";

/** @param servers to ask instead of the system's, `address:port` */
export function discoverByDns(
  source: SourceOf<"dns">,
  ports: DiscoveryPorts,
  servers?: readonly string[],
): Discovery {
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const known = new Map<string, readonly FoundLabels[]>();
  const discovery = repeatEvery(source.refresh, async () => {
    for (const name of source.names) {
      try {
        known.set(name, await look(resolver, name, source));
      } catch (error) {
        const { code = "", message } = error as NodeJS.ErrnoException;
        // No such name, or none of that kind, is an answer; everything else may be better soon.
        if (code === "ENOTFOUND" || code === "ENODATA") known.delete(name);
        if (code !== "ECANCELLED") ports.problem(sentence(`DNS: ${name}: ${message}`));
      }
    }
    ports.found([...known.values()].flat());
  });
  return {
    stop: () => {
      discovery.stop();
      resolver.cancel();
    },
  };
}

async function look(
  resolver: Resolver,
  name: string,
  { type, port }: SourceOf<"dns">,
): Promise<FoundLabels[]> {
  if (type === "SRV") {
    const records = await resolver.resolveSrv(name);
    return records.map((record) => ({
      __address__: `${record.name}:${record.port}`,
      __meta_dns_name: name,
      __meta_dns_srv_record_target: record.name,
      __meta_dns_srv_record_port: String(record.port),
    }));
  }
  const addresses = await (type === "A" ? resolver.resolve4(name) : resolver.resolve6(name));
  return addresses.sort().map((address) => ({
    __address__: type === "A" ? `${address}:${port}` : `[${address}]:${port}`,
    __meta_dns_name: name,
  }));
}
