/** The answer of a DNS server that knows a few names (RFC 1035), for tests of discovery. */

const TYPES: Readonly<Record<number, string>> = { 1: "A", 28: "AAAA", 33: "SRV" };
const NO_SUCH_NAME = 3;

/** @param hosts by `name TYPE`: addresses, or `host:port` of a service */
export function dnsAnswer(
  query: Buffer,
  hosts: Readonly<Record<string, readonly string[]>>,
): Buffer {
  const labels: string[] = [];
  let at = 12;
  while (query[at]! > 0) {
    labels.push(query.subarray(at + 1, at + 1 + query[at]!).toString());
    at += 1 + query[at]!;
  }
  const type = query.readUInt16BE(at + 1);
  const question = query.subarray(12, at + 5);
  const records = hosts[`${labels.join(".").toLowerCase()} ${TYPES[type]}`];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (records === undefined ? NO_SUCH_NAME : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records?.length ?? 0, 6);
  return Buffer.concat([head, question, ...(records ?? []).map((text) => record(type, text))]);
}

function record(type: number, text: string): Buffer {
  const data = DATA[TYPES[type]!]!(text);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name of the question
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const DATA: Readonly<Record<string, (text: string) => Buffer>> = {
  A: (text) => Buffer.from(text.split(".").map(Number)),
  AAAA: (text) => {
    const [left = "", right = ""] = text.split("::");
    const bytes = Buffer.alloc(16);
    for (const [i, part] of left.split(":").entries())
      bytes.writeUInt16BE(parseInt(part, 16), 2 * i);
    for (const [i, part] of right.split(":").reverse().entries()) {
      bytes.writeUInt16BE(parseInt(part, 16), 14 - 2 * i);
    }
    return bytes;
  },
  SRV: (text) => {
    const [host = "", port] = text.split(":");
    const head = Buffer.alloc(6);
    head.writeUInt16BE(Number(port), 4);
    const names = host
      .split(".")
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
    return Buffer.concat([head, ...names, Buffer.from([0])]);
  },
};
