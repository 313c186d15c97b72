/**
 * What each line of the ledger is, in words: its title in reports, the one-line explanation beside
 * it, and the paragraph that `--explain` prints and docs/ledger.md is made of.
 */
export interface LineDoc {
  readonly title: string;
  /** One line, no jargon without its meaning. */
  readonly what: string;
  /** The same where the line is negative and so corrects the others. */
  readonly whatNegative?: string;
  readonly formula?: string;
  readonly paragraph: string;
}

export const LINE_DOCS: Readonly<Record<string, LineDoc>> = {
  virt: {
    title: "VIRT",
    what: "addresses that it could touch, not what it uses",
    formula: "Σ Size of all mappings without [vsyscall]",
    paragraph:
      "All addresses that the process has mapped. Mapping costs nothing: memory is used only when a page is touched. Go reserves far more than it uses, so VIRT says next to nothing about memory, but a limit on it (ulimit -v) counts it.",
  },
  "not-resident": {
    title: "not in memory",
    what: "mapped, but no page of RAM behind it",
    formula: "VIRT − RSS",
    paragraph:
      "The part of VIRT without a page of RAM behind it: reserved for later, given back, never touched, swapped out, or a part of a file that was never read.",
  },
  "heap-reserved": {
    title: "Go heap, reserved",
    what: "addresses kept free for a larger heap",
    formula: "Σ Size of the heap's PROT_NONE mappings",
    paragraph:
      "Go takes addresses for its heap in units of 64 MiB (Go 1.11 and later) and asks for memory in smaller steps. The rest is reserved without any access right.",
  },
  "heap-released": {
    title: "Go heap, returned to the OS",
    what: "memory that Go gave back; the addresses stay",
    formula: "min(heap Size − Rss − Swap, HeapReleased − LazyFree)",
    paragraph:
      "Go never unmaps heap; it tells the kernel that it does not need the pages. The addresses stay in VIRT. Newly mapped heap that was not used yet counts as returned too.",
  },
  "heap-untouched": {
    title: "Go heap, never touched",
    what: "mapped or even allocated, but never written",
    formula: "heap Size − Rss − Swap − returned",
    paragraph:
      "Heap memory that Go counts as in use (or as free) but whose pages were never written, so that the kernel never had to provide them.",
  },
  "metadata-reserved": {
    title: "Go's bookkeeping, untouched",
    what: "huge tables (page summaries), hardly filled",
    formula: "Size − Rss of the runtime's own mappings",
    paragraph:
      "From Go 1.14 on the page allocator reserves about 585 MiB for summaries of the whole address space, from 1.21 on another 512 MiB for the scavenger's index. Only a few pages of it are ever touched.",
  },
  "outside-untouched": {
    title: "outside Go, untouched",
    what: "thread stacks and malloc arenas, not used",
    formula: "Size − Rss of C's heap, thread stacks and other anonymous mappings",
    paragraph:
      "A thread that C creates maps a stack of 8 MiB and uses a few KiB of it; malloc reserves an arena of 64 MiB for each thread.",
  },
  "files-unread": {
    title: "files, parts not read",
    what: "pages of files that nobody has read yet",
    formula: "Size − Rss of file mappings",
    paragraph: "Pages of a mapped file come into memory when they are first read.",
  },
  swapped: {
    title: "swapped out",
    what: "used, but moved to swap",
    formula: "Σ Swap",
    paragraph:
      "The kernel moved these pages to swap. RSS fell without anything being freed; touching them brings them back.",
  },
  "rest-untouched": {
    title: "the rest",
    what: "shared memory and kernel pages that are mapped, not present",
    paragraph: "What is mapped, not in memory, and belongs to none of the lines above.",
  },
  rss: {
    title: "RSS",
    what: "RAM that the process has mapped and touched",
    formula: "Σ Rss of all mappings",
    paragraph:
      "Resident set size: the pages of RAM that the process maps at this moment. This is the number of top, ps and container dashboards, and what the OOM killer looks at.",
  },
  "go-heap": {
    title: "Go heap",
    what: "objects, garbage, stacks, and what Go keeps free",
    formula: "Σ Rss of the heap's mappings",
    paragraph:
      "The mappings from which Go serves objects and goroutine stacks, found by their addresses (or by name, where the kernel names them).",
  },
  live: {
    title: "live objects",
    what: "what the last collection found in use",
    formula: "M: /gc/heap/live, gctrace, or NextGC and GOGC",
    paragraph:
      "The objects that the last collection marked as reachable. Only code can make this smaller: drop references, keep less, pool, or store more compactly. Its lines of code come from the heap profile, which is a sample: each has a 95 % interval. What the runtime and the standard library allocate for a call is the line's that called them.",
  },
  "live-other": {
    title: "other lines of code",
    what: "the lines too small to be shown one by one",
    paragraph: "The sum of the lines of code that are not listed.",
  },
  "live-since-profile": {
    title: "marked since the profile",
    what: "the profile is older than the last collection",
    formula: "live heap of the last collection − of the one before, by gctrace",
    paragraph:
      "A heap profile shows the state at the end of the previous collection. What became live since then is in no line of code yet.",
  },
  "sampling-difference": {
    title: "sampling difference",
    what: "what is counted, less the profile's estimate",
    whatNegative: "a correction: the profile's estimate is higher",
    formula: "live objects − Σ lines of code",
    paragraph:
      "The profile samples about one allocation in 512 KiB and is scaled up, so it never adds up to the live heap exactly (before the first collection: to HeapAlloc). It may be negative.",
  },
  "freed-since-profile": {
    title: "freed since the profile",
    what: "live heap less the profile's estimate",
    whatNegative: "a correction: the profile is a collection older",
    formula: "live objects − Σ lines of code",
    paragraph:
      "A heap profile shows the state at the end of the previous collection. The last one found so much less live that sampling does not explain it: the lines of code above are of what has been freed since.",
  },
  "newer-in-profile": {
    title: "newer than the last GC",
    what: "live heap less the profile's estimate",
    whatNegative: "a correction: in the lines above, counted below",
    formula: "live objects − Σ lines of code",
    paragraph:
      "A heap profile that is read before the third collection may have objects that were allocated since the last one: they are in its lines of code, and counted in what was allocated since.",
  },
  "since-gc": {
    title: "allocated since the last GC",
    what: "live or garbage: the next collection will tell",
    formula: "HeapAlloc − live objects",
    paragraph:
      "Go lets the heap grow by GOGC percent (100: to double its live size) before it collects again. Until then nobody knows what of it is garbage. Which lines of code allocated it the heap profile tells only before the first collection: later it ends with one.",
  },
  allocated: {
    title: "allocated, live or garbage",
    what: "nothing read here tells what the last collection marked",
    formula: "HeapAlloc",
    paragraph:
      "All objects that were allocated and not yet swept. Without gctrace, runtime/metrics or a heap profile nobody can say what of them is live.",
  },
  "free-slots": {
    title: "free slots in used spans",
    what: "fragmentation: few objects pin many pages",
    formula: "HeapInuse − HeapAlloc",
    paragraph:
      "Go allocates objects of one size in spans of whole pages and cannot move them. One live object keeps its whole span; the free slots beside it can only serve objects of the same size.",
  },
  idle: {
    title: "free, kept by Go",
    what: "free pages that Go has not given back yet",
    formula: "HeapIdle − HeapReleased",
    paragraph:
      "Whole pages without any object. Go keeps some for the next allocations and gives the others back in the background, by rules that differ by version.",
  },
  stacks: {
    title: "goroutine stacks",
    what: "the stacks of all goroutines",
    formula: "StackInuse",
    paragraph:
      "Every goroutine has a stack of at least 2 KiB in the heap's mappings. It doubles when a call needs more and is halved by later collections when little of it is used.",
  },
  "gc-bitmap": {
    title: "GC bitmap and work buffers",
    what: "the collector's notes, inside the heap's mappings",
    formula: "heap mappings − HeapSys − StackSys",
    paragraph:
      "Up to Go 1.10 a bitmap that says which words are pointers lies just below the heap in the same mapping. Later versions keep the collector's work buffers in heap pages.",
  },
  "released-here": {
    title: "returned, not taken yet",
    what: "given back with MADV_FREE; the kernel takes it when it needs it",
    formula: "min(LazyFree, HeapReleased)",
    paragraph:
      "Go 1.12 to 1.15 (and GODEBUG=madvdontneed=0) gives memory back lazily: it stays in RSS until the kernel is short of memory. It is free all the same.",
  },
  "heap-other": {
    title: "garbage, free pages, stacks",
    what: "the heap beside live objects; MemStats would break it down",
    formula: "Rss of the heap's mappings − live objects",
    paragraph:
      "Without MemStats the heap's mappings can only be compared with the profile's estimate of what is live. The remainder is garbage, free pages that Go keeps, and goroutine stacks.",
  },
  "heap-difference": {
    title: "difference",
    what: "the kernel's count less Go's",
    whatNegative: "a correction: Go counts it, but it is not in RAM",
    formula: "Rss of the heap's mappings − the lines above",
    paragraph:
      "The kernel counts touched pages, Go counts what it handed out. Negative: memory that was never written, in objects or in pages and stacks that are free. Positive: huge pages that hold more than Go asked for, or the two were read at different moments.",
  },
  "go-metadata": {
    title: "Go runtime bookkeeping",
    what: "span tables, GC state, profiling buckets",
    paragraph:
      "What the runtime needs to manage the heap. MSpanSys, MCacheSys, BuckHashSys, GCSys and OtherSys of MemStats are its address space; this line is the part of it in RAM. It never shrinks.",
  },
  "program-file": {
    title: "the program itself",
    what: "code, read-only data and global variables",
    paragraph:
      "The executable's segments. Code and read-only data are page cache: the kernel can drop and re-read them. Global variables are in data and bss.",
  },
  "program-code": {
    title: "code, read-only data",
    what: "page cache: the kernel can drop and re-read it",
    formula: "Rss of the executable's mappings − their Anonymous",
    paragraph:
      "The pages of the executable that were read or run and never written. The kernel can drop them when it needs memory, and reads them again from the file.",
  },
  "program-globals": {
    title: "global variables",
    what: "variables of packages that were written; no page cache",
    formula: "Anonymous of the executable's mappings and of its bss",
    paragraph:
      "Variables that packages declare, as far as their pages were written: arrays and structs themselves. What a pointer, slice, map or string in them refers to is on the heap. In a position-independent executable the tables that the loader relocates are here too. No profile shows them, no collection frees them, and MemStats do not count them. The largest are named where the executable has a symbol table (built without -ldflags=-s); what of each is in RAM is told by the kernel's list of pages.",
  },
  "outside-go": {
    title: "outside Go",
    what: "cgo, C libraries, mmap: in no number that Go has",
    paragraph:
      "Anonymous memory that the Go runtime did not ask for: malloc of C code, stacks of its threads, anonymous mmap by a library. No heap profile shows it.",
  },
  "c-heap": {
    title: "malloc (C)",
    what: "the C heap: brk and malloc arenas, without large blocks",
    paragraph:
      "What C code allocated with malloc, and what malloc kept after free. Blocks from 128 KiB on are mappings of their own, which stand under “anonymous mappings”.",
  },
  "thread-stacks": {
    title: "thread stacks",
    what: "stacks of threads that C created",
    paragraph: "With cgo every OS thread has a stack of C. MemStats does not count it.",
  },
  "other-anonymous": {
    title: "anonymous mappings",
    what: "mmap without a file, or large blocks of malloc (C)",
    paragraph:
      "Anonymous memory beyond what the runtime's own numbers explain: mmap by a library or by the program, or malloc of C code, which takes blocks from 128 KiB on (glibc's first threshold) from mmap too. The mappings do not tell which.",
  },
  "file-copies": {
    title: "written copies of files",
    what: "pages of privately mapped files that were written",
    formula: "Anonymous of mapped files",
    paragraph:
      "A file that is mapped privately (MAP_PRIVATE) is shared with the page cache until a page of it is written: then the kernel copies it, and the copy belongs to the process alone, as if it had been allocated. It can't be dropped and read again. Libraries have some where the loader relocates them.",
  },
  "mapped-files": {
    title: "mapped files",
    what: "page cache of files: the kernel can take it back",
    paragraph:
      "Files that are mapped into the process: libraries, databases, data files. Clean pages are page cache, which the kernel takes back when it needs memory.",
  },
  "shared-memory": {
    title: "shared memory",
    what: "shm, memfd, tmpfs",
    paragraph: "Memory that is shared with other processes and has no file on a disk behind it.",
  },
  rest: {
    title: "the rest",
    what: "main thread's stack, kernel pages",
    paragraph: "The main thread's [stack], the vdso, and what no rule knows.",
  },
  unattributed: {
    title: "difference",
    what: "RSS less what Go counts: the program, C, never touched",
    formula: "RSS − the lines above",
    paragraph:
      "Without the kernel's list of mappings, RSS can only be compared with Go's own numbers. This is what is left: the program's file, memory of C, thread stacks, and (negative) what was counted and never touched.",
  },
};
