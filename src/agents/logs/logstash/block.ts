import { GrammarError, ReadPlugin, ReadValue, readBlocks, readCondition } from './grammar';
import { writePlugin } from './language';
import { fail, show } from '../../../errors';
import { ContainerPort } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { requireText } from '../../../values/require';
import { VolumeMount } from '../../../values/volume-mount';
import { requireNoSecrets } from '../elastic/settings';

/** What blocks must know of the agent that they are a part of. */
export interface BlockContext {
  readonly where: string;
  /** Where positions are kept, in the container; undefined where nothing is. */
  readonly stateDirectory: string | undefined;
}

/** One or more plugins of a section, or a branch: what it writes, and what the pod needs for it. */
export interface Block {
  readonly write: (context: BlockContext, indent: string) => string;
  readonly env?: readonly EnvVar[];
  readonly mounts?: readonly VolumeMount[];
  readonly ports?: readonly ContainerPort[];
  /** Paths that it reads. */
  readonly paths?: readonly string[];
  /** By which its positions are kept. */
  readonly sincedb?: string;
}

/** A plugin; unless it is made here, its texts are looked at for secrets. */
export function pluginBlock(where: string, name: string, settings: { readonly [name: string]: unknown }, more: Omit<Block, 'write'> = {}, isOwn: boolean = false): Block {
  if (typeof name !== 'string' || !/^[a-z0-9_-]+$/.test(name)) {
    fail('InvalidPlugin', where, `name is ${show(name)}; write the plugin's name, such as "grok"`);
  }
  const written = writePlugin(where, name, settings);
  if (!isOwn) {
    parsed(where, name, written, readBlocks).forEach((plugin) => requireReference(where, plugin));
  }
  return { ...more, write: (_, indent) => `${indent}${writePlugin(where, name, settings, indent)}\n` };
}

/** Plugins as they are written by hand. @throws NotText, InvalidPipeline, SecretAsText */
export function rawBlock(where: string, text: string): Block {
  requireText(where, 'text', text);
  const plugins = parsed(where, 'text', text, readBlocks);
  plugins.forEach((plugin) => requireReference(where, plugin));
  return { write: (_, indent) => text.trim().split('\n').map((line) => (line.trim() === '' ? '\n' : `${indent}${line}\n`)).join('') };
}

/** A branch. @throws NotText, InvalidPipeline, NoBlocks */
export function branchBlock(where: string, condition: string, blocks: readonly Block[]): Block {
  requireText(where, 'condition', condition);
  parsed(where, 'condition', condition, readCondition);
  if (blocks.length === 0) {
    fail('NoBlocks', where, `nothing stands below ${show(condition)}; write at least one`);
  }
  return {
    ...joined(blocks),
    write: (context, indent) => `${indent}if ${condition.trim()} {\n${blocks.map((block) => block.write(context, `${indent}  `)).join('')}${indent}}\n`,
  };
}

/** What several blocks need. */
export function joined(blocks: readonly Block[]): Omit<Block, 'write' | 'sincedb'> {
  return {
    env: blocks.flatMap(({ env = [] }) => env),
    mounts: blocks.flatMap(({ mounts = [] }) => mounts),
    ports: blocks.flatMap(({ ports = [] }) => ports),
    paths: blocks.flatMap(({ paths = [] }) => paths),
  };
}

/**
 * Variables and files that several outputs need: once where they come from one Secret, refused where one name would mean two.
 *
 * @throws OutputTwice
 */
export function shared(where: string, blocks: readonly Omit<Block, 'write'>[]): { readonly env: EnvVar[]; readonly mounts: VolumeMount[] } {
  const env = new Map<string, EnvVar>();
  const mounts = new Map<string, VolumeMount>();
  const add = <T>(to: Map<string, T>, key: string, one: T, shown: (one: T) => unknown) => {
    const before = to.get(key);
    if (before !== undefined && JSON.stringify(shown(before)) !== JSON.stringify(shown(one))) {
      fail('OutputTwice', where, `two outputs of one kind have two Secrets for ${key}; give one of them a name of its own: name: "second"`);
    }
    to.set(key, one);
  };
  for (const block of blocks) {
    block.env?.forEach((one) => add(env, one.name, one, (variable) => variable._toKube()));
    block.mounts?.forEach((one) => add(mounts, one.mountPath, one, (mount) => mount._volume?._toKube()));
  }
  return { env: [...env.values()], mounts: [...mounts.values()] };
}

/** What Logstash would refuse at its start, with where it stands. */
export function parsed<T>(where: string, what: string, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof GrammarError) {
      fail('InvalidPipeline', where, `${what} is none of Logstash's language, at ${error.message}; see https://www.elastic.co/docs/reference/logstash/configuration-file-structure`);
    }
    throw error;
  }
}

/** Passwords by reference only. What stands in maps are names of fields, which may be any, but for headers of requests. */
export function requireReference(where: string, { name, settings }: ReadPlugin): void {
  for (const [setting, value] of settings) {
    if (typeof value === 'string' || Array.isArray(value)) {
      requireNoSecrets(where, name, { [setting]: value });
      requireNoJaasPassword(where, name, value);
    } else if (value instanceof Map && /headers$/.test(setting)) {
      requireNoSecrets(where, `${name}.${setting}`, Object.fromEntries(value as ReadonlyMap<string, ReadValue>));
    } else if (isPlugin(value)) {
      requireReference(where, value);
    }
  }
}

/** Kafka's clients take a user and a password within another text. */
function requireNoJaasPassword(where: string, name: string, text: unknown): void {
  if (typeof text === 'string' && /password\s*=\s*["']?(?!\$\{)[^"'\s;]/.test(text)) {
    fail('SecretAsText', where, `${name} has a password in it that everybody can read who reads the manifests; write password="\${NAME}", and bring it by env: [SecretKey.of("my-secret", "key").toEnv("NAME")]`);
  }
}

function isPlugin(value: ReadValue): value is ReadPlugin {
  return typeof value === 'object' && 'settings' in value;
}
