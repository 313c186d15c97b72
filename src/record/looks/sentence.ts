/** The message of an error as a sentence that stands by itself. */
export function sentence(message: string): string {
  const text = message.trim();
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  // A path or an address is not written with a capital.
  return /^[a-z]+\b(?![:/.])/.test(whole) ? whole[0]!.toUpperCase() + whole.slice(1) : whole;
}
