/**
 * A function's name without what repeats in every node of a picture: the folders of a Go package,
 * the package of a Java class, the namespaces around a C++ class.
 */

/** `/v2` at the end of a module's path. */
const GO_VERSION = /^([^\n]*?)\/v(?:[2-9]|[1-9][0-9]+)([./][^\n]*)$/;

/** Each keeps what its group matches; the first that matches decides. */
const SHORT_NAMES = [
  /^(?:[\w\-.]+\/)+([^.]+\.[^\n]+)/,
  /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:\(|$)/,
  /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<[^\n]*>)?)/,
];

export function shortenName(name: string): string {
  const plain = name.replace(/^\(anonymous namespace\)::/, "").replace(GO_VERSION, "$1$2");
  for (const pattern of SHORT_NAMES) {
    const short = pattern.exec(plain)?.[1];
    if (short !== undefined) return short;
  }
  return plain;
}
