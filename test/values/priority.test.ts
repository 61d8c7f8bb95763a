import { thrown } from './thrown';
import { PreemptionPolicy, Priority } from '../../src';
import { HIGHEST_USER_PRIORITY } from '../../src/values/priority';

describe('Priority', () => {
  test.each([
    [Priority.nodeCritical(), 'system-node-critical'],
    [Priority.clusterCritical(), 'system-cluster-critical'],
    [Priority.ofClass('my.class'), 'my.class'],
    [Priority.ofClass('system-node-critical'), 'system-node-critical'],
  ])('%# names a class that exists, and makes none', (priority, name) => {
    expect([priority.className, priority.classToMake]).toEqual([name, undefined]);
  });

  test('the library\'s own class is the highest that is not the system\'s, and not what pods get that name none', () => {
    const { className, classToMake } = Priority.nodeAgents();
    expect([className, classToMake?.value, classToMake?.globalDefault, classToMake?.preemptionPolicy]).toEqual(['node-agents', 1000000000, undefined, undefined]);
  });

  test('a class of one\'s own is made as it was asked for, and nothing is added', () => {
    const options = { value: 5, description: 'ours', preemptionPolicy: PreemptionPolicy.NEVER, globalDefault: true };
    expect(Priority.newClass('ours', options).classToMake).toEqual(options);
    expect(Object.keys(Priority.newClass('ours', { value: 5 }).classToMake!)).toEqual(['value']);
  });

  test('what was asked for can change without effect', () => {
    const options = { value: 5 };
    const { classToMake } = Priority.newClass('ours', options);
    options.value = 6;
    expect(classToMake?.value).toBe(5);
  });

  test.each([-2147483648, -1, 0, 1, HIGHEST_USER_PRIORITY])('a value of %s is taken', (value) => {
    expect(Priority.newClass('ours', { value }).classToMake?.value).toBe(value);
  });

  test.each<[unknown, string]>([
    [1000000001, '1000000001'], [-2147483649, '-2147483649'], [0.5, '0.5'], [NaN, 'NaN'], ['5', '"5"'], [undefined, 'nothing'],
  ])('a value of %p is refused', (value, text) => {
    expect(thrown(() => Priority.newClass('ours', { value: value as number })))
      .toBe(`[InvalidPriority] Priority.newClass: value is ${text}; write a whole number of at most 1000000000, or use Priority.nodeCritical()`);
  });

  test('names are DNS subdomains', () => {
    expect(thrown(() => Priority.ofClass('My_Class'))).toContain('[InvalidName] Priority.ofClass: name "My_Class" is no DNS subdomain');
    expect(thrown(() => Priority.newClass('My_Class', { value: 1 }))).toContain('[InvalidName] Priority.newClass: name "My_Class" is no DNS subdomain');
  });

  test.each(['system-node-critical', 'system-agents', 'system-'.padEnd(8, 'a')])('%s cannot be made: the prefix is the system\'s', (name) => {
    expect(thrown(() => Priority.newClass(name, { value: 1 })))
      .toBe(`[SystemPriorityName] Priority.newClass: name is "${name}", and names with "system-" are the system's own; write another, or Priority.nodeCritical()`);
  });

  test('item 29: of the system\'s names only two can exist', () => {
    expect(thrown(() => Priority.ofClass('system-agents'))).toBe(
      '[SystemPriorityName] Priority.ofClass: name is "system-agents", and the API server lets no class but system-node-critical and system-cluster-critical begin with "system-"; write the name of a class that exists');
    expect(Priority.ofClass('systematic').className).toBe('systematic');
  });

  test.each([
    [{ preemptionPolicy: 'Sometimes' }, '[UnknownValue] Priority.newClass: preemptionPolicy is "Sometimes"; write one of PreemptLowerPriority, Never'],
    [{ description: 5 }, '[NotText] Priority.newClass: description is 5; write a string'],
    [{ globalDefault: 'no' }, '[WrongKind] Priority.newClass: globalDefault is "no"; write true or false'],
  ])('the rest is checked, too: %#', (options, message) => {
    expect(thrown(() => Priority.newClass('ours', { value: 1, ...options } as never))).toBe(message);
  });
});
