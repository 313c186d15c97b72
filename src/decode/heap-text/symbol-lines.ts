/**
 * The `#` lines below a record: they name its addresses. Up to Go 1.6 a line repeats the return
 * address, from 1.7 on it is one less; functions inlined into each other share one address and
 * follow each other, innermost first. Leading runtime frames have no line.
 *
 * Lines of one address that follow each other are one run. They are of one frame, or of a
 * function that calls itself: then the address follows itself in the record as well, and each
 * frame has its share of the lines.
 */
export interface SymbolLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

interface AddressedLine {
  readonly address: string;
  readonly symbol: SymbolLine;
}

const ADDRESS = /^0x[0-9a-f]{1,16}$/;
const OFFSET = /\+0x[0-9a-f]{1,16}$/;
const LINE_NUMBER = /:\d{1,15}$/;

export class SymbolLines {
  /** By return address as it stands in the records; innermost function first. */
  private readonly byAddress = new Map<string, readonly SymbolLine[]>();
  private record: readonly string[] | undefined;
  /** Addresses of the record that have no name yet: how often each follows itself at first. */
  private unnamed = new Map<string, number>();
  private runAddress = "";
  private run: SymbolLine[] = [];

  /** `record`: addresses of the one above the line. Lines of another shape name nothing. */
  add(line: string, record: readonly string[] | undefined): void {
    const found = parseSymbolLine(line);
    if (found === undefined || record === undefined) return;
    if (record !== this.record || found.address !== this.runAddress) this.endRun();
    if (record !== this.record) this.begin(record);
    this.runAddress = found.address;
    this.run.push(found.symbol);
  }

  of(address: string): readonly SymbolLine[] {
    this.endRun();
    return this.byAddress.get(address) ?? [];
  }

  private begin(addresses: readonly string[]): void {
    this.record = addresses;
    this.unnamed = new Map();
    for (let start = 0; start < addresses.length; ) {
      const address = addresses[start]!;
      let end = start + 1;
      while (addresses[end] === address) end++;
      const isNamed = this.byAddress.has(address) || this.unnamed.has(address);
      if (!isNamed) this.unnamed.set(address, end - start);
      start = end;
    }
  }

  private endRun(): void {
    const { run } = this;
    const address = this.returnAddress();
    const times = address === undefined ? undefined : this.unnamed.get(address);
    this.run = [];
    this.runAddress = "";
    if (address === undefined || times === undefined || this.byAddress.has(address)) return;
    this.byAddress.set(address, run.slice(0, Math.ceil(run.length / times)));
  }

  /** The address of the record that the run speaks of: itself, or one more. */
  private returnAddress(): string | undefined {
    if (this.run.length === 0) return undefined;
    if (this.unnamed.has(this.runAddress)) return this.runAddress;
    return `0x${(BigInt(this.runAddress) + 1n).toString(16)}`;
  }
}

/** `#⇥0x401007⇥main.main+0x407⇥⇥/srv/app/main.go:31`; columns are aligned by more tabs. */
function parseSymbolLine(line: string): AddressedLine | undefined {
  const [hash, address, name, place] = line.split(/\t+/, 4);
  if (hash !== "#" || place === undefined || !ADDRESS.test(address!)) return undefined;
  const offset = OFFSET.exec(name!);
  const number = LINE_NUMBER.exec(place);
  if (offset === null || number === null) return undefined;
  const symbol = {
    function: name!.slice(0, offset.index),
    file: place.slice(0, number.index),
    line: Number(number[0].slice(1)),
  };
  return { address: address!, symbol };
}
