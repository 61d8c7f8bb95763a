/** Gives equal texts equal numbers, counted from 0: long texts are compared once, and not node by node. */
export class Numbers {
  private readonly byText = new Map<string, number>();

  public of(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) {
      return known;
    }
    const next = this.byText.size;
    this.byText.set(text, next);
    return next;
  }
}
