/**
 * The code of a page: what lies around the sampled addresses of the functions of interest, taken
 * apart where the program's file is there; where it isn't, the addresses alone, with the lines that
 * the profile gives them, so that a page of sources needs no program.
 */
import type { CodeLine, Instruction, ObjectFile } from "../../../model/object-file.ts";
import type { Profile } from "../../../model/profile.ts";
import { loadOffset } from "../../objects/load-offset.ts";
import type { ReportInput } from "../../report-input.ts";
import { type CodeRange, codeRanges } from "./address-ranges.ts";
import { CodeIndex } from "./code-index.ts";
import type { Interest } from "./find-interest.ts";

interface Opened {
  readonly object: ObjectFile;
  readonly offset: bigint;
}

export interface CollectedCode {
  readonly index: CodeIndex;
  /** Why there is no machine code, where the tools for it or the symbols are missing. */
  readonly problem?: string;
}

export function collectCode(input: ReportInput, interest: Interest): CollectedCode {
  const { profile, settings } = input;
  const objects = new Objects(input);
  const index = new CodeIndex(interest.names);
  const mapped = [];
  for (const [address, location] of interest.addresses) {
    const mapping = profile.locations.mapping[location]!;
    const flat = interest.values.get(address)?.flat ?? 0;
    if (objects.at(mapping) === undefined) addBare(index, profile, address, location);
    else mapped.push({ address, mapping, flat });
  }
  mapped.sort((a, b) => (a.address < b.address ? -1 : 1));
  // Go's disassembler has one syntax: asked for the other, pprof shows none at all.
  const ranges = settings.intel_syntax ? [] : codeRanges(mapped, profile.mappings);
  for (const range of ranges) addRange(index, range, objects.at(range.mapping)!);
  addValues(index, interest);
  return { index, ...(objects.problem === undefined ? {} : { problem: objects.problem }) };
}

/** The files of mappings; one that several mappings share is opened as that of the first. */
class Objects {
  problem: string | undefined;
  private readonly known = new Map<string, Opened | undefined>();
  private readonly input: ReportInput;

  constructor(input: ReportInput) {
    this.input = input;
  }

  at(mapping: number): Opened | undefined {
    if (mapping < 0) return undefined;
    const { mappings, strings } = this.input.profile;
    const path = strings.get(mappings.filename[mapping]!);
    if (!this.known.has(path)) this.known.set(path, this.open(path, mappings.start[mapping]!));
    return this.known.get(path);
  }

  private open(path: string, start: bigint): Opened | undefined {
    const object = this.input.host.openObject(path);
    if ("error" in object) {
      if (object.needsGo) this.problem = object.error;
      return undefined;
    }
    if (object.symbols().length > 0) return { object, offset: loadOffset(object, start) };
    this.problem = `${path} has no symbols`;
    return undefined;
  }
}

function addBare(index: CodeIndex, profile: Profile, address: bigint, location: number): void {
  const { locations, lines, functions, strings } = profile;
  const frames: CodeLine[] = [];
  for (let row = locations.lineStart[location]!; row < locations.lineStart[location + 1]!; row++) {
    const func = lines.func[row]!;
    if (func < 0) continue;
    frames.push({
      func: strings.get(functions.name[func]!),
      file: strings.get(functions.filename[func]!),
      line: lines.line[row]!,
    });
  }
  const { file = "", line = 0 } = frames[0] ?? {};
  index.add(address, { address, length: 1, text: "", file, line, flat: 0, cum: 0 }, frames);
}

/** An instruction without a line gets that of the one before it, if that is this close. */
const NEIGHBOURHOOD = 32n;

function addRange(index: CodeIndex, { begin, end }: CodeRange, { object, offset }: Opened): void {
  const code = object
    .disassemble(begin - offset, end - offset)
    .filter(({ address }) => address >= begin - offset);
  const lines = object.sourceLines(code.map(({ address }) => address));
  let last: { readonly frame: CodeLine; readonly address: bigint } | undefined;
  code.forEach((instruction, i) => {
    const own = lines[i] ?? ownLine(instruction);
    const { address, length, text } = instruction;
    if (own.line !== 0) last = { frame: own, address };
    const isNear = last !== undefined && address - last.address <= NEIGHBOURHOOD;
    const frame = own.line === 0 && isNear ? last!.frame : own;
    const { file, line } = own;
    index.add(address + offset, { address, length, text, file, line, flat: 0, cum: 0 }, [frame]);
  });
}

/** Of code that Go's tables don't know: the disassembler's word. */
function ownLine({ symbol, file, line }: Instruction): CodeLine {
  return { func: symbol, file, line };
}

/** A sample lies behind the first byte of its instruction where it is that of a call's return. */
function addValues({ code }: CodeIndex, { values }: Interest): void {
  for (const [first, one] of code) {
    for (let address = first; address < first + BigInt(one.length); address++) {
      const { flat = 0, cum = 0 } = values.get(address) ?? {};
      one.flat += flat;
      one.cum += cum;
    }
  }
}
