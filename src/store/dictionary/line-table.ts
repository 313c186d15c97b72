/** Lines of the ledger by number: their id and the title they had when they were first seen. */
export class LineTable {
  readonly ids: string[] = [];
  readonly titles: string[] = [];
  private readonly rows = new Map<string, number>();

  idOf(id: string, title: string): number {
    let row = this.rows.get(id);
    if (row === undefined) {
      row = this.ids.push(id) - 1;
      this.titles.push(title);
      this.rows.set(id, row);
    }
    return row;
  }
}
