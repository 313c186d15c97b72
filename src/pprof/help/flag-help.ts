/** What the flags do that are not settings: where profiles come from, and the older names of values. */

export interface FlagHelp {
  /** Its name, and what follows it. */
  readonly flag: string;
  readonly summary: string;
}

export const SOURCE_HELP: readonly FlagHelp[] = [
  { flag: "base SOURCE", summary: "subtract this profile" },
  { flag: "diff_base SOURCE", summary: "compare with this profile: its total is 100 %" },
  { flag: "seconds N", summary: "length of a profile over time" },
  { flag: "timeout N", summary: "seconds that a server may take to answer" },
  { flag: "header 'NAME: VALUE'", summary: "send this header; may be repeated" },
  { flag: "bearer_token TOKEN", summary: "send this token; @FILE reads it from a file" },
  { flag: "tls_cert FILE", summary: "client certificate (PEM)" },
  { flag: "tls_key FILE", summary: "its key (PEM)" },
  { flag: "tls_ca FILE", summary: "authorities to trust (PEM)" },
  { flag: "symbolize HOW", summary: "names of addresses: none, local, remote, force" },
  { flag: "buildid ID", summary: "build id of the program, where the profile has none" },
  { flag: "add_comment TEXT", summary: "add a comment to the profile" },
  { flag: "all_frames", summary: "keep the frames that the profile asks to drop" },
  { flag: "find_sources", summary: "look for sources where Go keeps them, too" },
  { flag: "json", summary: "print numbers for scripts" },
  { flag: "tools PATH", summary: "accepted; the tools of the installed Go are used" },
  { flag: "http HOST:PORT", summary: "show it in a browser" },
  { flag: "no_browser", summary: "with -http: open no browser" },
];

export const VALUE_HELP: readonly FlagHelp[] = [
  { flag: "inuse_space", summary: "bytes that are in use" },
  { flag: "inuse_objects", summary: "objects that are in use" },
  { flag: "alloc_space", summary: "bytes that were allocated" },
  { flag: "alloc_objects", summary: "objects that were allocated" },
  { flag: "total_delay", summary: "time waited" },
  { flag: "mean_delay", summary: "time waited, of one wait on average" },
  { flag: "contentions", summary: "number of waits" },
];
