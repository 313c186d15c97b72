/**
 * A callgrind file without the order of its functions: each cost line with names and addresses
 * written out and its calls below it, sorted. Which of several functions of one name is which
 * (`[2/3]`) goes with the order.
 */
export function canonicalCallgrind(text: string): { head: string[]; costs: string[] } {
  const [positions = "", events = "", ...lines] = text.split("\n");
  const names = new Map<string, string>();
  const costs: string[][] = [];
  let place = ["", "", ""];
  let [previous, own] = [0n, 0n];
  for (const line of lines) {
    const [, key = "", value = ""] = /^(ob|fl|fn|cfl|cfn)=(.*)$/.exec(line) ?? [];
    const name = nameOf(names, key.slice(-2), value);
    if (key === "ob") place = [`ob=${name}`];
    else if (key === "cfl" || key === "cfn") costs.at(-1)!.push(`${key}=${name}`);
    else if (key !== "") place.push(`${key}=${name}`);
    else if (line.startsWith("calls=") || line.startsWith("* * ")) {
      costs
        .at(-1)!
        .push(
          line.replace(/^(calls=0) (\S+)/, (_, calls, at) => `${calls} ${address(at, previous)}`),
        );
    } else if (line !== "") {
      // Calls are told from the function before, too.
      const [at = "", ...rest] = line.split(" ");
      [previous, own] = [own, address(at, own)];
      costs.push([...place, `${own} ${rest.join(" ")}`]);
    }
  }
  return { head: [positions, events], costs: costs.map((cost) => cost.join("\n")).sort() };
}

function nameOf(names: Map<string, string>, kind: string, value: string): string {
  const [, number = "", name] = /^\((\d+)\)(?: (.*))?$/s.exec(value) ?? [];
  if (name !== undefined) names.set(kind + number, name);
  return (names.get(kind + number) ?? "").replace(/ \[\d+\/(\d+)\]$/, " [/$1]");
}

function address(text: string, from: bigint): bigint {
  if (text === "*") return from;
  return /^[+-]/.test(text)
    ? from + BigInt(text.slice(1)) * (text[0] === "-" ? -1n : 1n)
    : BigInt(text);
}
