/** Profiles of the forms before profile.proto, small and made by hand from the rules of each form. */
import { message, number, packed, text as textField } from "./encode-pprof.ts";

const text = (...lines: readonly string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);

/** Words of a binary profile: 4 or 8 bytes each, in either byte order; then a text. */
function binary(
  words: readonly number[],
  { size, isLittle }: { size: 4 | 8; isLittle: boolean },
  ...lines: readonly string[]
): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * size));
  words.forEach((word, i) => {
    if (size === 4) view.setUint32(i * size, word, isLittle);
    else view.setBigUint64(i * size, BigInt(word), isLittle);
  });
  return Uint8Array.from([...new Uint8Array(view.buffer), ...text(...lines)]);
}

const HEADER = [0, 3, 0, 10_000, 0];
const JAVA_HEADER = [0, 3, 1, 10_000, 0];
const END = [0, 1, 0];
/** All have 77 behind the leaf, which a signal handler leaves there; then a repeated leaf. */
const HANDLED = [
  ...[1, 4, 101, 77, 102, 300],
  ...[2, 3, 201, 77, 300],
  ...[3, 5, 301, 77, 555, 556, 300],
];

const MAP = [
  "MAPPED_LIBRARIES:",
  "build=/srv",
  "00000040-000000c0 r-xp 00000010 08:01 42   $build/lib/libc.so.6",
  "000000c0-00000100 r-xp 00000000 08:01 42   $build/lib/libc.so.6",
  "00000100-00000200 rw-p 00000000 00:00 0    [heap]",
  "I0101 file.cc:33] 0x100-0x400: $build/app (@20) 1a2b3c",
];

const STRINGS = [textField(6, ""), textField(6, "space"), textField(6, "bytes")];
const TYPE = message(1, number(1, 1), number(2, 2));
const SAMPLE = message(2, packed(1, [1]), packed(2, [5]));
const LOCATION = message(4, number(1, 1));
const proto = (...fields: readonly (readonly number[])[]) =>
  Uint8Array.from([...STRINGS, ...fields].flat());

/** By name: the bytes. */
export const LEGACY_PROFILES: Readonly<Record<string, Uint8Array>> = {
  "heap v2": text(
    "heap profile: 3: 3072 [5: 9000] @ heap_v2/524288",
    "  1: 1024 [ 2: 2048] @ 0x80 0x150 0x50",
    "2: 2048 [3: 6952] @ 0x90 0x500",
    "0: 0 [0: 0] @ 0x0",
    "",
    ...MAP,
  ),
  "heap of Go": text(
    "heap profile: 1: 64 [1: 64] @ heap/1048576",
    "1: 64 [1: 64] @ 0x80 0x150",
    "#\t0x7f\tmain.f+0x1\tmain.go:1",
    "# runtime.MemStats",
  ),
  "heap unsampled": text("heap profile: 1: 7 [0: 0] @ heapprofile", "-1: -7 [0: 0] @ 0x80"),
  growth: text("heap profile: 1: 7 [1: 7] @ growthz", "1: 7 [1: 7] @ 0x80 0x81"),
  fragmentation: text("heap profile: 1: 7 [1: 7] @ fragmentationz/1", "1: 7 [1: 7] @ 0x90"),
  contention: text(
    "--- contentionz 1 ---",
    "cycles/second = 3201000000",
    "sampling period = 100",
    "ms since reset = 16502830",
    "discarded samples = 0",
    "  19490304       27 @ 0x80 0x150",
    "9007199254740993 1 @ 0x50",
    "12 @ 0x50",
    "--- Memory map: ---",
    ...MAP,
  ),
  mutex: text("--- mutex:", "cycles/second=2400000000", "sampling period=5", "1200 3 @ 0x80 0x90"),
  goroutine: text("goroutine profile: total 10", "2 @ 0x80 0x90", "#\t0x7f\tf", "010 @ 0x80"),
  threads: text(
    "--- threadz 1 ---",
    "",
    "--- Thread 7f79 (name: main/42) stack: ---",
    "  PC: 0x80 0x80",
    "  0x150",
    "--- Thread 7f80 (name: pool/43) stack: ---",
    "    [same as previous thread]",
    "--- Memory map: ---",
    ...MAP,
  ),
  "CPU, 64 bit": binary([...HEADER, ...HANDLED, ...END], { size: 8, isLittle: true }, ...MAP),
  "CPU, 64 bit, big": binary([...HEADER, ...HANDLED, ...END], { size: 8, isLittle: false }),
  "CPU, 32 bit": binary([...HEADER, ...HANDLED, ...END], { size: 4, isLittle: true }),
  "CPU, 32 bit, big": binary([...HEADER, ...HANDLED, ...END], { size: 4, isLittle: false }, ...MAP),
  "CPU, repeated leaf": binary([...HEADER, 5, 3, 100, 101, 300, ...END, ...END], {
    size: 8,
    isLittle: true,
  }),
  "CPU of Java": binary(
    [...JAVA_HEADER, 1, 2, 101, 102, 2, 1, 103, ...END],
    { size: 8, isLittle: true },
    "0x65 com.example.A.run (A.java:7)",
    "0x66 memcpy (/lib/libc.so)",
    "0x67 GC",
  ),
  "heap of Java": text(
    "--- heapz 1 ---",
    "format = java",
    "resolution = bytes",
    "  7048 1 @ 0x00000003 0x00000004",
    "  4752 2 @ 0x0000000d 0x99",
    "  0x00000003 com.example.f (x) (source.java:3)",
    "  0x00000004 com.example.g (generated stub/JIT)",
    "  0x0000000d generated stub/JIT",
  ),
  "contention of Java": text(
    "--- contentionz 1 ---",
    "format = java",
    "resolution = microseconds",
    "sampling period = 100",
    "ms since reset = 6019923",
    "  14 1 @ 0x00000003",
    "  0x00000003 com.example.f (source.java:-3)",
  ),
  nothing: new Uint8Array(),
  "not a profile": text("<html>"),
  "a line of 64 KiB": text("x".repeat(65_536)),
  "heap, a torn line": text("heap profile: 1: 7 [1: 7] @ heap/2", "1: 7 [1: 7"),
  "heap, bytes of nothing": text("heap profile: 1: 7 [1: 7] @ heap/2", "0: 7 [0: 0] @ 0x80"),
  "heap, a long address": text(
    "heap profile: 1: 7 [1: 7] @ heap/2",
    "1: 7 [1: 7] @ 0x10000000000000000",
  ),
  "heap, a long number": text(
    "heap profile: 1: 7 [1: 7] @ heap/2",
    "9223372036854775808: 7 [1: 7] @",
  ),
  "goroutine, a torn line": text("goroutine profile: total 1", "1 @ 0x80 "),
  "threads without a map": text("--- Thread 7f79 (name: main/42) stack: ---", "0x80"),
  "contention, a foreign line": text("--- mutex:", "colour=red"),
  "heap of Java, no types": text("--- heapz 1 ---", "format = java", "  7048 1 @ 0x00000003"),
  "proto behind proto": proto(number(9, 5), TYPE, number(9, 5)),
  "proto without types": proto(SAMPLE, LOCATION),
  "proto, a value too many": proto(TYPE, message(2, packed(2, [5, 6]))),
  "proto, a location twice": proto(TYPE, LOCATION, LOCATION),
  "proto, a location that is not there": proto(TYPE, SAMPLE),
  "proto, a function that is not there": proto(
    TYPE,
    message(4, number(1, 3), message(4, number(1, 4))),
  ),
  "proto, function 0": proto(TYPE, message(5, number(1, 0), number(2, 1))),
  "proto, cut off": proto(TYPE, message(2, packed(1, [1])).slice(0, -1)),
};
