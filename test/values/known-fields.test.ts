import { thrown } from './thrown';
import { fieldsOf, handedOn, picked, requireKnown } from '../../src/values/known-fields';

interface Struct {
  readonly runAsUser?: number;
  readonly securityContext?: object;
  readonly containers?: string[];
  readonly tty?: boolean;
}

const KNOWN = fieldsOf<Struct>({ runAsUser: true, securityContext: true, containers: true, tty: true }, { user: 'write runAsUser' });

const refusal = (value: object, struct?: string) => thrown(() => requireKnown('chart/agent', value, KNOWN, struct));

test('what is there is taken', () => {
  requireKnown('x', {}, KNOWN);
  requireKnown('x', { runAsUser: 0, securityContext: {}, containers: [], tty: null }, KNOWN);
});

test.each<[string, string]>([
  ['user', 'write runAsUser'],
  ['runAsuser', 'write runAsUser'],
  ['run_as_user', 'write runAsUser'],
  ['container', 'write containers'],
  ['securityContxt', 'write securityContext'],
  ['securityContextt', 'write securityContext'],
  ['securiyyContext', 'write securityContext'],
  ['secruityContext', 'write securityContext'],
  ['ecurityContext', 'write securityContext'],
  ['security', 'write one of runAsUser, securityContext, containers, tty'],
  ['sceruityContext', 'write one of runAsUser, securityContext, containers, tty'],
  ['try', 'write one of runAsUser, securityContext, containers, tty'],
  ['toString', 'write one of runAsUser, securityContext, containers, tty'],
])('%s: %s', (field, instead) => {
  expect(refusal({ tty: true, [field]: 5 })).toBe(`[NotAProp] chart/agent: ${field} is 5, and there is no such prop; ${instead}`);
});

test('whoever wraps a construct hands on props of one\'s own: only what is surely meant for it is refused', () => {
  const open = handedOn(KNOWN);
  requireKnown('x', { team: 'search', container: 'one of mine', runAsUsers: 5, tti: 5 }, open);
  expect(thrown(() => requireKnown('chart/agent', { user: 5 }, open))).toContain('user is 5, and there is no such prop; write runAsUser');
  expect(thrown(() => requireKnown('chart/agent', { runAsuser: 5 }, open))).toContain('runAsuser is 5, and there is no such prop; write runAsUser');
  expect(thrown(() => requireKnown('chart/agent', { securityContxt: {} }, open))).toContain('securityContxt is {}, and there is no such prop; write securityContext');
});

test('within a struct, its name is told', () => {
  expect(refusal({ user: 0 }, 'securityContext')).toBe('[NotAProp] chart/agent: securityContext.user is 0, and there is no such prop; write runAsUser');
});

test('null is written, undefined is not', () => {
  expect(refusal({ user: null })).toContain('user is null');
  requireKnown('x', { user: undefined, nobody: undefined }, KNOWN);
});

test('what jsii marks its objects with, symbols, and what cannot be enumerated are no fields', () => {
  requireKnown('x', Object.defineProperty({ '$jsii.byref': 'Object@10000', '$jsii.interfaces': [], '$__jsii__objid__$': 'x', [Symbol('user')]: 0 }, 'hidden', { value: 5 }), KNOWN);
});

test('a class may keep what it will, but not write what has another name', () => {
  class Props implements Struct {
    public readonly runAsUser = 5;
    private readonly cache = new Map<string, number>();
    public get tty(): boolean {
      return this.cache.size === 0;
    }

    public method(): void {}
  }
  requireKnown('x', new Props(), KNOWN);
  expect(refusal(Object.assign(new Props(), { user: 5 }))).toContain('user is 5');
});

test('fields of an object without a prototype are fields', () => {
  expect(refusal(Object.assign(Object.create(null) as object, { runasUser: 0 }))).toContain('write runAsUser');
});

test('of a larger struct, what the smaller one has of it', () => {
  expect(Object.keys(picked(Object.create({ get tty() { return true; } }) as Struct, KNOWN))).toEqual(['tty']);
  expect(Object.keys(picked({ runAsUser: 5, tty: undefined, port: 80 }, KNOWN))).toEqual(['runAsUser']);
});
