/** Command lines with filters: alone and together, and wrong ones. */
/** Compared with the reference wherever it is there. */
export const FILTER_LINES: readonly (readonly string[])[] = [
  // Frames.
  ...["-top -focus=main", "-top -lines -focus=gzip|sort", "-tree -focus=insert -noinlines"],
  ...["-top -focus=server.go", "-traces -focus=main -ignore=gzip", "-top -focus=main -ignore=main"],
  ...["-top -ignore=runtime", "-tree -ignore=runtime -relative_percentages", "-top -focus=nothing"],
  ...["-top -hide=runtime", "-traces -hide=^runtime\\.", "-tree -lines -hide=main -noinlines"],
  ...["-top -hide=.", "-raw -hide=main", "-top -hide=nothing", "-dot -hide=gzip|flate"],
  ...[
    "-dot -call_tree -trim=false -hide=runtime|sort",
    "-top -show=main",
    "-tree -lines -show=main|runtime",
  ],
  ...[
    "-traces -show=^main\\.",
    "-raw -show=main",
    "-top -show=nothing",
    "-top -noinlines -show=put",
  ],
  ...["-top -show=main -hide=main.main", "-tree -focus=main -show=main -hide=func1 -ignore=odd"],
  ...["-top -show_from=main.main", "-traces -show_from=insert|Encode", "-raw -show_from=work|even"],
  ...["-tree -lines -show_from=server.go", "-top -show_from=nothing", "-top -cum -show_from=."],
  ...["-top -prune_from=insert", "-traces -prune_from=main\\.", "-raw -prune_from=malloc|even|Do"],
  ...["-tree -lines -prune_from=main.main -noinlines", "-top -prune_from=nothing"],
  ...["-traces -hide=runtime -show_from=main -prune_from=even|Strings"],
  ...["-top -relative_percentages -focus=main -nodefraction=0.1", "-peek=main -hide=main.main"],
  ...["-callgrind -focus=main -hide=runtime"],
  // Labels.
  ...[
    "-top -tagfocus=1kb:",
    "-top -tagfocus=:1kb",
    "-tags -tagfocus=512b:2kb",
    "-top -tagfocus=1kb",
  ],
  ...["-tags -tagfocus=bytes=1kb:", "-tags -tagignore=bytes=:3kb", "-top -tagfocus=3000"],
  ...["-top -tagfocus=bytes=1kb:2s", "-top -tagfocus=none=1:", "-top -tagfocus=-1kb:+1kb"],
  ...[
    "-tags -tagfocus=1kb:2kb:3kb",
    "-tags -tagfocus=job=alpha,beta",
    "-tags -tagfocus=alpha,tier:a",
  ],
  ...[
    "-tags -tagfocus=alpha,beta",
    "-top -tagignore=gamma",
    "-top -tagfocus=job=",
    "-tags -tagfocus==",
  ],
  ...[
    "-tags -tagfocus=tier=a|b -tagignore=job=alpha",
    "-traces -tagfocus=job:b",
    "-top -tagignore=.",
  ],
  ...["-traces -tagshow=job", "-traces -taghide=job|bytes", "-tags -tagshow=t -taghide=ti"],
  ...[
    "-raw -tagshow=nothing",
    "-raw -taghide=nothing",
    "-dot -tagshow=bytes",
    "-dot -taghide=bytes",
  ],
  ...["-top -tagroot=job", "-tree -tagroot=tier,job", "-raw -tagroot=job,bytes -tagleaf=tier"],
  ...[
    "-traces -tagleaf=bytes -unit=kb",
    "-top -tagroot=none",
    "-top -tagleaf=,",
    "-dot -tagroot=job",
  ],
  ...[
    "-top -tagroot=job -focus=alpha",
    "-traces -tagroot=job -show_from=^beta",
    "-dot -tagleaf=bytes",
  ],
  ...["-top -tagroot=bytes -hide=^$", "-tree -tagleaf=tier,job -ignore=^a -lines"],
  ...[
    "-dot -call_tree -trim=false -tagroot=job -tagleaf=bytes",
    "-top -tagleaf=job -filefunctions -tagfocus=job=b",
  ],
  // What is wrong.
  ...["-top -focus=(", "-top -ignore=[", "-top -hide=*", "-top -show=a**", "-top -show_from=\\"],
  ...["-top -prune_from=(?=a)", "-top -tagfocus=a(", "-top -tagignore=job=ok,[", "-top -tagshow=("],
  ...[
    "-top -tagshow=nothing -taghide=(",
    "-top -prune_from=( -focus=[",
    "-top -prune_from=( -tagfocus=1",
  ],
  ...["-top -focus=nothing -tagshow=(", "-top -sample_index=9 -focus=("],
  ...["-top -sample_index=9 -focus=( -relative_percentages"],
].map((line) => line.split(" "));

/** Short to print, and each rests on a rule of its own: what machines without Go compare with. */
export const GOLDEN_FILTER_LINES: readonly (readonly string[])[] = [
  ...FILTER_LINES.filter((line) => line[0] === "-tags"),
  ...FILTER_LINES.filter(isShortTop).map((line) => [...line, "-nodecount=3"]),
  ...[
    "-focus=main -ignore=gzip",
    "-ignore=runtime -relative_percentages",
    "-hide=runtime -lines",
    "-show=main -hide=main.main",
    "-show_from=main.main -cum",
    "-prune_from=main\\. -noinlines",
    "-tagfocus=1kb: -tagignore=beta",
    "-tagroot=job,bytes -tagleaf=tier -cum",
    "-tagroot=job -focus=alpha",
  ].map((line) => ["-top", "-nodecount=6", ...line.split(" ")]),
];

function isShortTop([report, ...words]: readonly string[]): boolean {
  return report === "-top" && words.some((word) => /nothing|[([*\\]/.test(word));
}
