/** What was passed in, as it was then: lists and plain objects are copied, values of classes never change by themselves. */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(copied) as T;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const copy = { ...value };
  for (const key of Object.keys(copy) as (keyof T)[]) {
    copy[key] = copied(copy[key]);
  }
  return copy;
}
