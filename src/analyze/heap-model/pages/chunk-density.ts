/**
 * Which chunks of 4 MiB the background scavenger may take pages from (mgcscavenge.go from Go 1.21
 * on, scavChunkData): not from one that was dense when the running generation began, nor is now.
 * A generation ends with each collection's marking. That is why what a collection frees at once
 * goes back only after the next one.
 */
export const CHUNK_PAGES = 512;

export class ChunkDensity {
  readonly #densePages: number;
  readonly #inUse: number[] = [];
  readonly #lastInUse: number[] = [];
  readonly #generation: number[] = [];
  #current = 0;

  /** @param densePages 0: no chunk is ever dense */
  constructor(densePages: number) {
    this.#densePages = densePages;
  }

  nextGeneration(): void {
    this.#current++;
  }

  /** Pages came into use (`sign` 1) or became free (−1). */
  change(start: number, pages: number, sign: 1 | -1): void {
    if (this.#densePages === 0) return;
    for (let page = start; page < start + pages; ) {
      const chunk = Math.floor(page / CHUNK_PAGES);
      const end = Math.min((chunk + 1) * CHUNK_PAGES, start + pages);
      this.#update(chunk, sign * (end - page));
      page = end;
    }
  }

  isEligible(chunk: number): boolean {
    if (this.#densePages === 0) return true;
    const inUse = this.#inUse[chunk] ?? 0;
    if (inUse >= this.#densePages) return false;
    if (this.#generation[chunk] !== this.#current) return true;
    return (this.#lastInUse[chunk] ?? 0) < this.#densePages;
  }

  #update(chunk: number, pages: number): void {
    const before = this.#inUse[chunk] ?? 0;
    if (this.#generation[chunk] !== this.#current) {
      this.#lastInUse[chunk] = before;
      this.#generation[chunk] = this.#current;
    }
    this.#inUse[chunk] = before + pages;
  }
}
