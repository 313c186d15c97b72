/**
 * Command lines without what looks like a secret, for bundles that people send each other. Judges
 * by names (`--db-password`, `API_TOKEN=`), by place (`user:password@host`) and by the shape of
 * well-known tokens; everything else stays to the byte. When in doubt it takes out too much.
 */
export const SECRET = "[secret]";

/** Parts of a name that make its value a secret, wherever they stand in a word. */
const SECRET_PART =
  /passw(?:or)?d|passphrase|passwort|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key|encryption[-_.]?key|credential/i;
/** Short ones only count as a whole word: `key` but not `monkey`, `auth` but not `author`. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  "pass pwd pw psw key apikey auth authorization bearer jwt cookie dsn salt sig signature pin otp".split(
    " ",
  ),
);
/** Endings of names that tell about a secret without being one. */
const HARMLESS_END =
  /(?:file|path|dir|directory|name|ttl|timeout|expiry|age|size|length|len|count|url|uri|type|format|mode|interval|enabled|required)$/i;

const ASSIGNMENT = /^(-{0,2}[A-Za-z_][\w.:-]*?)(=|:\s+)(.*)$/s;
const FLAG = /^--?([A-Za-z_][\w.-]*)$/;
const INNER = /(["']?)([A-Za-z_][\w.-]*)\1(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"'&;,]+)/g;
const USER_AND_PASSWORD = /([\w.+-]*:\/\/[^\s/:@]*):([^\s/@]+(?:@[^\s/@]+)*)@/g;
/** `user:password@tcp(host)/db` and `user:password@host`, without a scheme. */
const BARE_USER_AND_PASSWORD = /^([\w.-]+):([^\s/]+)@(?=[\w.-]*[\w(])/;
const TOKEN_AS_USER = /([\w.+-]*:\/\/)([A-Za-z0-9_-]{20,})@/g;
const AUTH_SCHEME = /\b(Bearer|Basic|Digest|Token)\s+[A-Za-z0-9._~+/=-]{6,}/gi;
const KNOWN_TOKENS =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*|hv[sb]\.[\w-]{16,})/g;
const PRIVATE_KEY = /-----BEGIN[\w ]*PRIVATE KEY-----.*/s;

/** The same arguments, what looks like a secret in them replaced by `[secret]`. */
export function redactArguments(args: readonly string[]): string[] {
  return args.map((arg, i) => {
    const flag = i === 0 ? undefined : FLAG.exec(args[i - 1]!)?.[1];
    return flag !== undefined && isSecretName(flag) ? SECRET : redactArgument(arg);
  });
}

/** True if a value of this name is to be hidden: `db.password`, `--api-token`, `SigningKey`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (words.length > 1 && HARMLESS_END.test(words.at(-1)!)) return false;
  return SECRET_PART.test(name) || words.some((word) => SECRET_WORDS.has(word));
}

function redactArgument(arg: string): string {
  const [, name, sign, value] = ASSIGNMENT.exec(arg) ?? [];
  if (name !== undefined && isSecretName(name)) return `${name}${sign}${SECRET}`;
  return name === undefined ? redactText(arg) : `${name}${sign}${redactText(value!)}`;
}

/** Secrets inside a text: connection strings, URLs, headers, JSON. */
function redactText(text: string): string {
  return text
    .replace(PRIVATE_KEY, SECRET)
    .replace(USER_AND_PASSWORD, `$1:${SECRET}@`)
    .replace(TOKEN_AS_USER, `$1${SECRET}@`)
    .replace(BARE_USER_AND_PASSWORD, `$1:${SECRET}@`)
    .replace(AUTH_SCHEME, `$1 ${SECRET}`)
    .replace(KNOWN_TOKENS, SECRET)
    .replace(INNER, (whole, quote: string, name: string, sign: string, value: string) =>
      isSecretName(name) ? quote + name + quote + sign + hidden(value) : whole,
    );
}

function hidden(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? "";
  return quote + SECRET + quote;
}
