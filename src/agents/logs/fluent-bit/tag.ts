import { fail, show } from '../../../errors';

/** A pattern of tags, or a tag that is completed with a file's path or a unit's name at its `*`. @throws InvalidTag */
export function requireTag(where: string, what: string, tag: unknown): asserts tag is string {
  if (typeof tag !== 'string' || !/^[-\w.*/$\[\]{}<>'():]+$/.test(tag)) {
    fail('InvalidTag', where, `${what} is ${show(tag)}; write a tag without spaces, such as "kube.*"`);
  }
}

/** Whether any tag is one of both patterns. */
export function meet(a: string, b: string): boolean {
  const known = new Map<string, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    const before = known.get(key);
    const found = before ?? compute(i, j);
    known.set(key, found);
    return found;
  };
  const compute = (i: number, j: number): boolean => {
    if (i === a.length || j === b.length) {
      return /^\**$/.test(a.slice(i) + b.slice(j));
    }
    if (a[i] === '*' || b[j] === '*') {
      return (a[i] === '*' && from(i + 1, j)) || (b[j] === '*' && from(i, j + 1)) || (a[i] === '*' ? from(i, j + 1) : from(i + 1, j));
    }
    return a[i] === b[j] && from(i + 1, j + 1);
  };
  return from(0, 0);
}
