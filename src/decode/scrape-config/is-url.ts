/** Whether a text is an address of a server, with what every such address has; pure, as all decoding is. */

const ADDRESS = /^https?:\/\/(?:[^\s/@]*@)?(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:[/?#]\S*)?$/i;

/** Whether anything answers there is seen when it is asked. */
export function isUrl(text: string): boolean {
  const match = ADDRESS.exec(text);
  return match !== null && Number(match[2] ?? 80) <= 65_535;
}
