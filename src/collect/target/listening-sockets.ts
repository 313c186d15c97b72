/**
 * TCP sockets that listen, from /proc/net/tcp and tcp6 of one network namespace, and which process
 * holds them, from the links in /proc/PID/fd. No port is tried here: the kernel's tables say it.
 */
import { readdirSync, readlinkSync } from "node:fs";
import { endianness } from "node:os";
import { join } from "node:path";
import { readProcText } from "../process/read-proc-file.ts";

export interface ListeningSocket {
  /** Bound address: `127.0.0.1`, `0.0.0.0`, `::1`, `::`. */
  readonly address: string;
  readonly port: number;
  /** What the links in /proc/PID/fd name it by. */
  readonly inode: number;
}

/** Sockets of the namespace that `netFolder` shows, e.g. /proc/net or /proc/4817/net. */
export function listeningSockets(netFolder: string): ListeningSocket[] {
  return [
    ...parseListening(readProcText(join(netFolder, "tcp")) ?? ""),
    ...parseListening(readProcText(join(netFolder, "tcp6")) ?? ""),
  ];
}

const LISTEN = "0A";

/** `sl: local remote state tx:rx tr:when retransmits uid timeout inode …`; other lines are skipped. */
export function parseListening(
  table: string,
  littleEndian = endianness() === "LE",
): ListeningSocket[] {
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [, local, , state] = fields;
    const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local ?? "");
    if (match === null || state !== LISTEN) return [];
    const address = formatAddress(match[1]!, littleEndian);
    return [{ address, port: Number.parseInt(match[2]!, 16), inode: Number(fields[9]) }];
  });
}

/** The kernel prints an address as words of 32 bits in the machine's own byte order. */
function formatAddress(hex: string, littleEndian: boolean): string {
  const bytes = hex.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
  if (littleEndian) for (let at = 0; at < bytes.length; at += 4) swapWord(bytes, at);
  return bytes.length === 4 ? bytes.join(".") : formatIPv6(bytes);
}

function swapWord(bytes: number[], at: number): void {
  const word = bytes.slice(at, at + 4).reverse();
  bytes.splice(at, 4, ...word);
}

/** IPv4 in IPv6 (::ffff:1.2.3.4) as IPv4; else in the short form of RFC 5952. */
function formatIPv6(bytes: readonly number[]): string {
  const isMapped =
    bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  const text = groups.map((group) => group.toString(16)).join(":");
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** Inodes of the unix sockets that listen at a path: lines `…: refs proto flags type st inode path`. */
export function listeningUnixSockets(table: string, path: string): number[] {
  return table.split("\n").flatMap((line) => {
    const match = /^\S+: \S+ \S+ 00010000 \S+ \S+ +(\d+) (.*)$/.exec(line);
    return match !== null && match[2] === path ? [Number(match[1])] : [];
  });
}

/** Inodes of the sockets that a process has open; undefined where its fd folder is closed to us. */
export function socketInodes(pid: number, proc = "/proc"): Set<number> | undefined {
  const folder = join(proc, String(pid), "fd");
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined;
  }
  const inodes = new Set<number>();
  for (const name of names) {
    const inode = socketInode(join(folder, name));
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

function socketInode(link: string): number | undefined {
  try {
    const match = /^socket:\[(\d+)\]$/.exec(readlinkSync(link));
    return match === null ? undefined : Number(match[1]);
  } catch {
    return undefined; // closed meanwhile
  }
}
