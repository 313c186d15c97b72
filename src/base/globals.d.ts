// The web-standard globals that every JavaScript engine has and `lib: ["ES2023"]` does not list.
// Declared here so that the pure layers compile without Node's and the DOM's types.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
