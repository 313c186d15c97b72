/** A sentence in which what stands between `…` is code. */
export function Prose({ text }: { readonly text: string }) {
  const parts = text.split("`");
  // An odd mark is a letter like any other.
  if (parts.length % 2 === 0) return text;
  return [...parts.entries()].map(([at, part]) =>
    at % 2 === 1 ? <code key={at}>{part}</code> : part,
  );
}
